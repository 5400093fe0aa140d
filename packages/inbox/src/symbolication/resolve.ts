import type { StackFrame } from '@mayday/core'
import type { ReadException, ResolvedFrame } from '../event/exceptions.js'
import type { StoredEvent } from '../event/stored.js'
import { loopbackUrl } from './fetch-loopback.js'
import { resolveFrame } from './resolve-frame.js'
import type { Script, Scripts } from './scripts.js'

/** The sender is waiting: frames whose script has not come by then stay as they were sent. */
const budget = 3000
const mostScripts = 50

/**
 * Finds the frames of an event in the sources behind scripts that are served on this machine.
 * Undefined if there is nothing to be found. Never rejects.
 */
export async function resolveFrames(
  exceptions: ReadException[],
  scripts: Scripts,
): Promise<StoredEvent['resolved']> {
  const found = await loadScripts(exceptions, scripts)
  if (found.size === 0) return undefined
  const resolved = exceptions.map(({ frames }) => resolveStack(frames, found))
  return resolved.some((frames) => frames !== null) ? resolved : undefined
}

async function loadScripts(
  exceptions: ReadException[],
  scripts: Scripts,
): Promise<Map<string, Script>> {
  const urls = exceptions.flatMap(({ frames }) => frames.flatMap((frame) => urlOf(frame) ?? []))
  const distinct = new Map(urls.map((url) => [url.href, url]))
  const found = new Map<string, Script>()
  const loads = [...distinct.values()].slice(0, mostScripts).map(async (url) => {
    const script = await scripts.get(url)
    if (script) found.set(url.href, script)
  })
  await Promise.race([Promise.all(loads), elapsed(loads.length > 0 ? budget : 0)])
  return new Map(found)
}

function resolveStack(frames: StackFrame[], found: Map<string, Script>): ResolvedFrame[] | null {
  const scriptOf = (frame: StackFrame | undefined) => frame && found.get(urlOf(frame)?.href ?? '')
  let changed = false
  const resolved = frames.map((frame, index) => {
    const script = scriptOf(frame)
    const before = frames[index - 1]
    const callerScript = scriptOf(before)
    const caller = before && callerScript && { frame: before, script: callerScript }
    const better = script && resolveSafely(frame, script, caller)
    changed ||= better !== undefined
    return better ?? frame
  })
  return changed ? resolved : null
}

/** A source map is somebody else's file: whatever is wrong with it, the event is kept. */
function resolveSafely(...args: Parameters<typeof resolveFrame>): ResolvedFrame | undefined {
  try {
    return resolveFrame(...args)
  } catch {
    return undefined
  }
}

function urlOf(frame: StackFrame): URL | undefined {
  return loopbackUrl(frame.abs_path) ?? loopbackUrl(frame.filename)
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref()
  })
}
