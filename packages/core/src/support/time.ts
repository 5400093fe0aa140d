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
