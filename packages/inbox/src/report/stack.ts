import {
  isInApp,
  type ReadException,
  type ResolvedFrame,
  resolvedExceptionsOf,
} from '../event/exceptions.js'
import type { StoredEvent } from '../event/stored.js'
import { placeOf } from '../event/summary.js'
import type { Paint } from '../terminal/paint.js'

const mostFrames = 50
const mostExceptions = 20

/** The captured error with its stack, newest call first, and below it what it was caused by. */
export function stackLines(event: StoredEvent, paint: Paint): string[] {
  const captured = resolvedExceptionsOf(event.event, event.resolved).reverse()
  const left = captured.length - mostExceptions
  return [
    ...captured
      .slice(0, mostExceptions)
      .flatMap((exception, index) => exceptionLines(exception, index > 0, paint)),
    ...(left > 0 ? ['', `… and ${left} more errors`] : []),
  ]
}

function exceptionLines(
  { type, value, mechanism, frames }: ReadException & { frames: ResolvedFrame[] },
  isCause: boolean,
  paint: Paint,
): string[] {
  const words = [type, value].filter(Boolean).join(': ') || 'Error'
  const relation = mechanism.source === 'cause' ? undefined : mechanism.source
  return [
    '',
    (isCause ? `${paint(relation ?? 'Caused by')}: ` : '') + paint(words, 'bold'),
    ...framesLines(frames, paint),
  ]
}

function framesLines(frames: ResolvedFrame[], paint: Paint): string[] {
  const newestFirst = frames.toReversed()
  // Its source says most where the program itself went wrong; every other frame has a line.
  const shown = newestFirst.findIndex(isInApp)
  const lines = newestFirst
    .slice(0, mostFrames)
    .flatMap((frame, index) => [
      frameLine(frame, paint),
      ...(index === Math.max(shown, 0) ? sourceLines(frame, paint) : []),
    ])
  const left = frames.length - mostFrames
  return left > 0 ? [...lines, `  … and ${left} more frames`] : lines
}

function frameLine(frame: ResolvedFrame, paint: Paint): string {
  const place = placeOf(frame) || 'unknown place'
  return isInApp(frame)
    ? `  at ${paint(place, 'cyan')}`
    : `  at ${paint(`${place} (library)`, 'dim')}`
}

function sourceLines(frame: ResolvedFrame, paint: Paint): string[] {
  const { lineno, pre_context: before = [], context_line: line, post_context: after = [] } = frame
  if (line === undefined) return []
  const first = lineno === undefined ? undefined : lineno - before.length
  return [...before, line, ...after].map((text, index) => {
    const number = first === undefined ? '' : String(first + index)
    const isIt = index === before.length
    return `    ${isIt ? '>' : ' '} ${number.padStart(6)} | ${paint(text, isIt ? 'bold' : undefined)}`
  })
}
