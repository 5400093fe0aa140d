import { safely, startTimer } from '@mayday/core'

/** Browsers that do not say when they are idle are taken to be so after this; in ms. */
const PROBABLY_IDLE = 1000

/** Calls back once when the page has nothing else to do, and returns what calls that off. */
export function whenIdle(callback: () => void): () => void {
  const { requestIdleCallback, cancelIdleCallback } = globalThis as Partial<typeof globalThis>
  const own = (): void => safely('when idle', callback)
  if (!requestIdleCallback) return startTimer(own, PROBABLY_IDLE)
  const id = requestIdleCallback(own)
  return () => cancelIdleCallback?.(id)
}
