import type { EventHint } from './hint.js'

/**
 * The error that the hint has for the place of a capture, or one that holds the stack of where `entry`, a public
 * function of ours, was called; `null` in the hint says that there is no place worth showing. Where the engine cannot
 * leave frames out, ours stay at the top: a frame too many beats one too few.
 */
export function placeOf(
  hint: EventHint | undefined,
  entry: (...args: never[]) => unknown,
): Error | null {
  if (hint?.syntheticException !== undefined) return hint.syntheticException
  const error = new Error('synthetic')
  const V8 = Error as { captureStackTrace?: (target: Error, above: unknown) => void }
  V8.captureStackTrace?.(error, entry)
  return error
}
