import type { StackFrame } from '@mayday/core'
import type { SourceMapFrame, SourceMapsAnswer } from '../api/answers.js'
import { exceptionsOf, type ResolvedFrame } from '../event/exceptions.js'
import { fieldsOf } from '../event/fields.js'
import type { StoredEvent } from '../event/stored.js'
import { functionOf, placeOf } from '../event/summary.js'
import type { Attempt, Finder, Sought } from './finder.js'
import { resolveAt, type Search, searchFiles } from './resolve.js'
import { hasMapping, isForPeople } from './resolve-frame.js'
import { soughtFile } from './sought.js'

/** Somebody asked, and can wait for longer than a program that sends an event. */
const budget = 10_000

/** Looks for the source maps of an event again, and tells for each frame which steps failed and what to do. */
export async function explainSourceMaps(
  stored: StoredEvent,
  finder: Finder,
): Promise<SourceMapsAnswer> {
  const event = fieldsOf(stored.event) ?? {}
  const exceptions = exceptionsOf(event)
  const search = await searchFiles(event, exceptions, finder, budget)
  const { release, dist } = search.build
  return {
    eventId: stored.id,
    ...(release !== undefined && { release }),
    ...(dist !== undefined && { dist }),
    frames: exceptions.flatMap(({ type, frames }, index) =>
      frames.map((frame, at) => ({
        exception: type ?? 'Error',
        frame: addressOf(frame),
        ...explainFrame(frames, at, stored.resolved?.[index]?.[at], search),
      })),
    ),
  }
}

type Explanation = Omit<SourceMapFrame, 'exception' | 'frame'>

function explainFrame(
  frames: StackFrame[],
  index: number,
  stored: ResolvedFrame | undefined,
  search: Search,
): Explanation {
  const frame = frames[index] as StackFrame
  const file = soughtFile(frame, search.build)
  if (!file) return { status: 'readable', attempts: [] }
  const sought = search.found.get(file.name) ?? tooLate
  const now = isMapped(frame, sought) ? resolveAt(frames, index, search) : undefined
  const then = stored?.raw && stored.filename !== frame.filename ? stored : undefined
  const best = then ?? now
  const isReadable = frame.context_line !== undefined && isForPeople(frame.context_line)
  return {
    status: best ? 'resolved' : isReadable ? 'readable' : 'minified',
    ...(file.debugId !== undefined && { debugId: file.debugId }),
    ...(best && { source: placeOf(best), isStored: then !== undefined }),
    ...(now && sought.step && { step: sought.step }),
    attempts: [...sought.attempts, ...lastAttempt(frame, sought, now)],
  }
}

function isMapped(frame: StackFrame, { script }: Sought): boolean {
  return script !== undefined && hasMapping(frame, script)
}

/** What is wrong with a map that was found. */
function lastAttempt(
  frame: StackFrame,
  { script, step }: Sought,
  resolved: ResolvedFrame | undefined,
): Attempt[] {
  if (!script?.map || !step) return []
  if (!resolved) {
    const place = `${frame.lineno ?? '?'}:${frame.colno ?? '?'}`
    const text = `The source map has no mapping for ${place}: it is probably of another build.`
    return [
      { step, reason: 'no-mapping', text, advice: 'Upload the maps of the very build that runs.' },
    ]
  }
  if (resolved.context_line !== undefined) return []
  const text = `The source map has the place, but not the text of ${resolved.filename}: its sourcesContent is missing.`
  return [
    {
      step,
      reason: 'no-source-text',
      text,
      advice: 'Have the bundler write sourcesContent into its maps.',
    },
  ]
}

const tooLate: Sought = {
  attempts: [
    {
      step: 'served',
      reason: 'too-late',
      text: `Nothing was found within ${budget / 1000} seconds, or the event has too many files.`,
    },
  ],
}

/** `assets/index.js:1:2345 t` */
function addressOf(frame: StackFrame): string {
  const file = frame.abs_path ?? frame.filename ?? frame.module ?? '?'
  const place = [file, frame.lineno, frame.colno].filter((part) => part !== undefined).join(':')
  return [place, functionOf(frame)].filter(Boolean).join(' ')
}
