import type { Issue, IssueChange, StoredEvent } from './event/stored.js'

type Listener = (event: StoredEvent, issue: Issue, change?: IssueChange) => void

/** Tells of each event that is new, and finds events that are still to come. */
export class Arrivals {
  private readonly listeners = new Set<Listener>()

  /** @param recent gives the events that are stored already */
  constructor(private readonly recent: () => Promise<StoredEvent[]>) {}

  /** Returns the function that removes the listener. */
  add(listener: Listener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** A listener that throws keeps neither the others nor the sender from being told. */
  announce(event: StoredEvent, issue: Issue, change?: IssueChange): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(event, issue, change)
      } catch (error) {
        process.emitWarning(`A listener of the inbox failed: ${String(error)}`)
      }
    }
  }

  first(predicate: (event: StoredEvent) => boolean, timeoutMs: number): Promise<StoredEvent> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer)
        remove()
        act()
      }
      const offer = (event: StoredEvent) => {
        try {
          if (predicate(event)) settle(() => resolve(event))
        } catch (error) {
          settle(() => reject(error))
        }
      }
      const timer = setTimeout(() => settle(() => reject(new Error(late(timeoutMs)))), timeoutMs)
      // Listening comes before looking back, so that an event in between is seen.
      const remove = this.add(offer)
      this.recent().then(
        (events) => events.forEach(offer),
        (error) => settle(() => reject(error)),
      )
    })
  }
}

function late(timeoutMs: number): string {
  return `No matching event arrived at the inbox within ${timeoutMs} ms.`
}
