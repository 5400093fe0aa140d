import { runtime } from './runtime.js'

/** Now, in seconds since 1970, as the protocol counts. */
export function nowInSeconds(): number {
  return Date.now() / 1000
}

/** Starts a timer that never keeps a process alive, and returns what stops it. */
export function startTimer(callback: () => void, ms: number): () => void {
  const timer = runtime.setTimeout(callback, ms)
  ;(timer as { unref?: () => void }).unref?.()
  return () => runtime.clearTimeout(timer)
}

/**
 * Starts a timer for what must have come after `ms`, and returns what stops it. A thread that stood still meanwhile has
 * the last tenth left to read what has come.
 */
export function startDeadline(callback: () => void, ms: number): () => void {
  let stop = startTimer(() => {
    stop = startTimer(callback, ms / 10)
  }, ms * 0.9)
  return () => stop()
}

/**
 * True once it has settled (unless at `false`), false when `timeout` (ms; 0 or nothing: no limit) passed first.
 */
export function within(promise: Promise<unknown>, timeout?: number): Promise<boolean> {
  return new Promise((resolve) => {
    const stop = timeout ? startTimer(() => resolve(false), timeout) : undefined
    const end = (outcome: unknown): void => {
      stop?.()
      resolve(outcome !== false)
    }
    void promise.then(end, end)
  })
}
