import type { EventRef, Issue, StoredEvent, StoredItem, Totals } from '../event/stored.js'

/** Items that came in an envelope without an event. */
export interface StoredItems {
  project: string
  /** ISO 8601, UTC. */
  receivedAt: string
  items: StoredItem[]
}

/** Where the inbox keeps what it has received. */
export interface Store {
  /**
   * Resolves once the event is safe on disk: with the issue it went to, or with undefined if an
   * event of that id was there already. Rejects, and has stored nothing, when it cannot be written.
   */
  append(event: StoredEvent): Promise<Issue | undefined>
  appendItems(items: StoredItems): Promise<void>
  has(eventId: string): Promise<boolean>
  /** The issue seen last comes first. */
  issues(): Promise<Issue[]>
  issue(id: string): Promise<Issue | undefined>
  /** The newest events of an issue, newest first. */
  eventsOf(issueId: string, limit: number): Promise<EventRef[]>
  event(id: string): Promise<StoredEvent | undefined>
  /** The events that arrived before and after this one in its issue. */
  neighbours(eventId: string): Promise<{ older?: string; newer?: string }>
  /** The latest arrivals of all issues, oldest first; all there are without a limit. */
  recent(limit?: number): Promise<StoredEvent[]>
  totals(): Promise<Totals>
  /** Resolves when everything appended so far is settled. */
  close(): Promise<void>
}
