import type { EventPayload } from '@mayday/core'
import type { ResolvedFrame } from './exceptions.js'
import type { Summary } from './summary.js'

/** An envelope item that is not the event: a client report, a session, an attachment, any other. */
export interface StoredItem {
  /** The item's headers as they came. */
  headers: { type: string; [header: string]: unknown }
  /** Payload bytes. */
  size: number
  /** `base64` for payloads that are not text. */
  encoding: 'utf8' | 'base64'
  payload: string
}

/** An event that has been received and is on disk. */
export interface StoredEvent extends Summary {
  /** The event's id: 32 lower-case hex digits. */
  id: string
  issueId: string
  project: string
  /** When it arrived: ISO 8601, UTC. */
  receivedAt: string
  /** When it happened: ISO 8601, UTC; the time of arrival if the event gives none that can be. */
  timestamp: string
  /** The payload as it was sent. Its shape is the sender's word: nothing in it has been checked. */
  event: EventPayload
  /**
   * For each exception, in the order of the wire, the frames as found in the sources; null where
   * nothing was found. Absent when that goes for all.
   */
  resolved?: (ResolvedFrame[] | null)[]
  /** What else was in the envelope. */
  items: StoredItem[]
}

/** An event's place in its issue. */
export interface EventRef {
  id: string
  timestamp: string
}

export type IssueStatus = 'open' | 'resolved' | 'ignored'

/** Events that are the same problem. Its words are those of the latest event. */
export interface Issue extends Summary {
  id: string
  project: string
  status: IssueStatus
  /** When it happened again after it had been resolved: ISO 8601, UTC. */
  regressedAt?: string
  /** How often it happened, with what SDKs held back of a flood and only counted. */
  count: number
  /** How many users it happened to, as far as events name one. */
  users: number
  /** ISO 8601, UTC. */
  firstSeen: string
  /** ISO 8601, UTC. */
  lastSeen: string
  firstRelease?: string
  lastRelease?: string
  latestEventId: string
}

/** What an event did to its issue. */
export type IssueChange = 'new' | 'regression'

export interface Totals {
  /** How many have arrived, in as long as is kept. */
  events: number
  issues: number
  /** What the senders' client reports say was captured and never sent. */
  discarded: { reason: string; category: string; quantity: number }[]
}
