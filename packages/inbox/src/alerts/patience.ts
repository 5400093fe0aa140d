/** Does something that can be broken off: from outside, or when it takes too many milliseconds. */
export async function withPatience<T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController()
  const abort = () => giveUp.abort()
  const timer = setTimeout(abort, milliseconds)
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    return await work(giveUp.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}
