import { type Fields, fieldsOf, listOf, numberOf, shortTextOf } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { momentOf, timeOf } from '../event/time.js'
import { objectOf, textIn } from '../items/text.js'
import type { ReceivedItem } from '../server/envelope.js'
import type { Arrival } from '../store/arrival.js'

export const statuses = ['ok', 'exited', 'errored', 'unhandled', 'abnormal', 'crashed'] as const
export type SessionStatus = (typeof statuses)[number]

/** What session updates and aggregates are counted by. */
export interface SessionOrigin {
  project: string
  /** When it arrived: ISO 8601, UTC. */
  receivedAt: string
  release: string
  environment: string
  userKey?: string
  startedAt: string
}

/** One update of a session. */
export interface SessionUpdate extends SessionOrigin {
  sid: string
  /** Of two updates, the one with the higher number is the later. */
  order: number
  status: SessionStatus
  errors: number
  payload: string
}

/** Sessions that the sender has counted itself. */
export interface SessionCounts extends SessionOrigin {
  sessions: number
  crashed: number
  errored: number
}

const longest = 200
const mostSessions = 1_000_000_000

/** Reads a `session` item; undefined without an id, a release or a known status. */
export function readSession(item: ReceivedItem, arrival: Arrival): SessionUpdate | undefined {
  if (item.headers.type !== 'session') return undefined
  const fields = objectOf(item.payload)
  const origin = originOf(fields, fields, arrival)
  const sid = hexIdOf(fields?.sid)
  const status = statuses.find((word) => word === (fields?.status ?? 'ok'))
  if (!fields || !origin || !sid || !status) return undefined
  const time = momentOf(fields.timestamp) ?? Date.parse(arrival.receivedAt)
  const order = numberOf(fields.seq) ?? time
  return {
    ...origin,
    sid,
    order: Math.min(Math.max(Math.trunc(order), 0), Number.MAX_SAFE_INTEGER),
    status,
    errors: countOf(fields.errors),
    payload: textIn(item.payload) ?? '{}',
  }
}

/** Reads a `sessions` item; nothing without a release. */
export function readSessions(item: ReceivedItem, arrival: Arrival): SessionCounts[] {
  if (item.headers.type !== 'sessions') return []
  const fields = objectOf(item.payload)
  return listOf(fields?.aggregates).flatMap((entry) => {
    const origin = originOf(fields, entry, arrival)
    return origin ? [{ ...origin, ...countsOf(entry) }] : []
  })
}

function countsOf(entry: Fields): Pick<SessionCounts, 'sessions' | 'crashed' | 'errored'> {
  const crashed = countOf(entry.crashed)
  const errored = countOf(entry.errored) + countOf(entry.unhandled) + countOf(entry.abnormal)
  return { sessions: countOf(entry.exited) + errored + crashed, crashed, errored }
}

function originOf(
  fields: Fields | undefined,
  own: Fields | undefined,
  { project, receivedAt }: Arrival,
): SessionOrigin | undefined {
  const attributes = fieldsOf(fields?.attrs)
  const release = shortTextOf(attributes?.release, longest)
  if (release === undefined) return undefined
  const userKey = shortTextOf(own?.did, longest)
  return {
    project,
    receivedAt,
    release,
    environment: shortTextOf(attributes?.environment, longest) ?? 'production',
    ...(userKey !== undefined && { userKey }),
    startedAt: timeOf(own?.started, new Date(receivedAt)),
  }
}

function countOf(value: unknown): number {
  return Math.min(Math.max(Math.trunc(numberOf(value) ?? 0), 0), mostSessions)
}
