import { safely } from '../support/safely.js'

/** Something that happens in the program and that several integrations want to hear of. */
export interface Channel<T> {
  /** Calls `listener` for each happening, and returns what ends that. */
  subscribe(listener: (message: T) => void): () => void
}

/**
 * A channel that touches the program only while somebody listens: `install` runs with the first listener, and what it
 * returned with the last one's end.
 */
export function createChannel<T>(install: (emit: (message: T) => void) => () => void): Channel<T> {
  const listeners = new Set<(message: T) => void>()
  let uninstall: (() => void) | undefined

  function emit(message: T): void {
    for (const listener of listeners) listener(message)
  }

  return {
    subscribe(listener) {
      // A function of its own, so that the same listener can listen twice and end once.
      const own = (message: T): void => safely('listener', () => listener(message))
      listeners.add(own)
      uninstall ??= install(emit)
      return () => {
        listeners.delete(own)
        if (listeners.size) return
        uninstall?.()
        uninstall = undefined
      }
    },
  }
}
