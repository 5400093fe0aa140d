import type { StackFrame } from '@mayday/core'
import { exceptionsOf, type ReadException, type ResolvedFrame } from '../event/exceptions.js'
import type { Fields } from '../event/fields.js'
import type { StoredEvent } from '../event/stored.js'
import type { Finder, Sought } from './finder.js'
import { resolveFrame } from './resolve-frame.js'
import type { Script } from './script.js'
import { type Build, buildOf, soughtFile } from './sought.js'

/** The sender is waiting: frames whose script has not come by then stay as they were sent. */
const budget = 3000
const mostFiles = 50

/** What was found of an event's frames. */
export interface Resolution {
  /** For each exception the frames at their sources; absent if nothing was found. */
  resolved?: StoredEvent['resolved']
  /** Debug ids that would help, had they been uploaded. */
  missingDebugIds: string[]
}

/** What was looked for, by the names that frames have for files. */
export interface Search {
  build: Build
  found: ReadonlyMap<string, Sought>
}

/** Finds the frames of an event in their sources. Never rejects. */
export async function resolveEvent(event: Fields, finder: Finder): Promise<Resolution> {
  const exceptions = exceptionsOf(event)
  const search = await searchFiles(event, exceptions, finder, budget)
  const missingDebugIds = missingIn(exceptions, search)
  const resolved = exceptions.map(({ frames }) => resolveStack(frames, search))
  return resolved.some((frames) => frames !== null)
    ? { resolved, missingDebugIds }
    : { missingDebugIds }
}

/** Looks for the files of all frames, as far as that is done within some milliseconds. */
export async function searchFiles(
  event: Fields,
  exceptions: readonly ReadException[],
  finder: Finder,
  milliseconds: number,
): Promise<Search> {
  const build = buildOf(event)
  const frames = exceptions.flatMap((exception) => exception.frames)
  const files = frames.flatMap((frame) => soughtFile(frame, build) ?? [])
  const distinct = new Map(files.map((file) => [file.name, file]))
  const found = new Map<string, Sought>()
  const searches = [...distinct.values()].slice(0, mostFiles).map(async (file) => {
    found.set(file.name, await finder.find(file))
  })
  await inTime(Promise.all(searches), searches.length > 0 ? milliseconds : 0)
  return { build, found: new Map(found) }
}

/** The frame in its source; undefined where that is not to be found. */
export function resolveAt(
  frames: readonly StackFrame[],
  index: number,
  search: Search,
): ResolvedFrame | undefined {
  const frame = frames[index]
  const script = frame && scriptOf(frame, search)
  if (!frame || !script) return undefined
  const before = frames[index - 1]
  const callerScript = before && scriptOf(before, search)
  return resolveSafely(frame, script, callerScript && { frame: before, script: callerScript })
}

function scriptOf(frame: StackFrame, { build, found }: Search): Script | undefined {
  return found.get(soughtFile(frame, build)?.name ?? '')?.script
}

function resolveStack(frames: StackFrame[], search: Search): ResolvedFrame[] | null {
  let changed = false
  const resolved = frames.map((frame, index) => {
    const better = resolveAt(frames, index, search)
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

function missingIn(exceptions: readonly ReadException[], { build, found }: Search): string[] {
  const files = exceptions.flatMap(({ frames }) =>
    frames.flatMap((frame) => soughtFile(frame, build) ?? []),
  )
  const missing = files.flatMap(({ name, debugId }) =>
    debugId === undefined || found.get(name)?.script?.map ? [] : debugId,
  )
  return [...new Set(missing)].slice(0, mostFiles)
}

function inTime(work: Promise<unknown>, milliseconds: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const elapsed = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
    timer.unref()
  })
  return Promise.race([work, elapsed]).finally(() => clearTimeout(timer))
}
