import { createHash } from 'node:crypto'
import type { Issue } from '../event/stored.js'
import type { AlertKind } from './options.js'

/** Something that somebody wanted to be told of. */
export interface Alert {
  kind: AlertKind
  issue: Issue
  /** How often it happened in this hour, and per hour in the 24 before: of a spike only. */
  spike?: { thisHour: number; usual: number }
}

/** What one message tells of. */
export interface Batch {
  alerts: Alert[]
  /** How many more there were that nobody kept. */
  omitted: number
}

/** Where messages go. */
export interface Destination {
  /** The same after a restart, and not to be read back: what is kept for it bears this, and no secret. */
  readonly id: string
  /** For warnings; without secrets. */
  readonly name: string
  wants(alert: Alert): boolean
  /** Rejects with an `Undelivered`. */
  deliver(batch: Batch, signal: AbortSignal): Promise<void>
}

/** An id made of what tells a destination from others. */
export function destinationId(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** Why a message did not arrive, in words without secrets. */
export class Undelivered extends Error {
  constructor(
    reason: string,
    /** Whether it may arrive later. */
    readonly isPassing: boolean,
    /** After how many milliseconds the receiver wants to be asked again. */
    readonly retryAfter = 0,
  ) {
    super(reason)
  }
}
