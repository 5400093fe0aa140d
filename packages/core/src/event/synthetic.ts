/**
 * An error that holds the stack of the place where `entry`, a public function of ours, was called.
 * Where the engine cannot leave frames out, ours stay at the top: a frame too many beats one too few.
 */
export function syntheticError(entry: (...args: never[]) => unknown): Error {
  const error = new Error('synthetic')
  const V8 = Error as { captureStackTrace?: (target: Error, above: unknown) => void }
  V8.captureStackTrace?.(error, entry)
  return error
}
