import { safely, startTimer } from '@mayday/core'
import { listen } from './listen.js'

/** A page that is never idle, or whose browser does not say so, has waited long enough after this; in ms. */
const IDLE_AT_LAST = 1000

/** Calls back once when the page has nothing else to do, and returns what calls that off. */
export function whenIdle(callback: () => void): () => void {
  const { requestIdleCallback, cancelIdleCallback } = globalThis as Partial<typeof globalThis>
  const own = (): void => safely('when idle', callback)
  if (!requestIdleCallback) return startTimer(own, IDLE_AT_LAST)
  const id = requestIdleCallback(own, { timeout: IDLE_AT_LAST })
  return () => cancelIdleCallback?.(id)
}

/** The same, but not before the page has loaded all that it needs itself. */
export function whenLoaded(callback: () => void): () => void {
  const { document } = globalThis as Partial<typeof globalThis>
  if (!document || document.readyState === 'complete') return whenIdle(callback)
  const stopListening = listen(globalThis, ['load'], () => {
    stop = whenIdle(callback)
  })
  let stop = stopListening
  return () => {
    stopListening()
    stop()
  }
}
