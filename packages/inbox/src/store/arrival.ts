import type { LogAnswer } from '../api/answers.js'
import type { Facts } from '../event/facts.js'
import type { Issue, IssueChange, StoredEvent } from '../event/stored.js'
import type { ReceivedItem } from '../server/envelope.js'

/** An event that is about to be stored. */
export interface NewEvent extends Omit<StoredEvent, 'issueId' | 'event' | 'items'>, Facts {
  /** What grouping made of it. */
  hash: string
  /** How often it happened, with what the SDK held back of a flood. */
  occurrences: number
  /** Of scripts whose source maps may still be uploaded. */
  missingDebugIds: string[]
  /** The payload as it was sent. */
  payload: string
}

/** What one request brought. All of it is stored, or nothing is. */
export interface Arrival {
  project: string
  /** ISO 8601, UTC. */
  receivedAt: string
  /** The id in the envelope's header, which attachments of a transaction or a feedback belong to. */
  envelopeId?: string
  event?: NewEvent
  items: ReceivedItem[]
}

/** What became of an arrival. */
export interface Outcome {
  /** An event of that id was there already, so that nothing was stored. */
  isDuplicate: boolean
  /** The issue of its event, as it stands now. */
  issue?: Issue
  change?: IssueChange
  /** The logs that it brought, as they are read back. */
  logs?: LogAnswer[]
}
