import type { EventRef, Issue, StoredEvent, Totals } from './stored.js'

/** `GET /api/0/issues`: the issue seen last comes first. */
export interface IssuesAnswer {
  issues: Issue[]
  totals: Totals
}

/** `GET /api/0/issues/<id>` */
export interface IssueAnswer {
  issue: Issue
  /** The newest hundred, newest first. */
  events: EventRef[]
  latest: StoredEvent
}

/** `GET /api/0/events/<id>` */
export interface EventAnswer {
  event: StoredEvent
  issue: Issue
  /** The event of the same issue that arrived before this one. */
  older?: string
  newer?: string
}

/** The data of an `arrival` on `GET /api/0/stream`. */
export interface ArrivalMessage {
  eventId: string
  /** The issue as it stands with this event. */
  issue: Issue
}
