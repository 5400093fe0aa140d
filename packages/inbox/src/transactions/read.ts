import { factsOf } from '../event/facts.js'
import { fieldsOf, shortTextOf } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { momentOf, timeOf } from '../event/time.js'
import { objectOf, textIn } from '../items/text.js'
import type { ReceivedItem } from '../server/envelope.js'
import type { Arrival } from '../store/arrival.js'

/** A transaction that is about to be stored. */
export interface NewTransaction {
  id: string
  project: string
  /** When it arrived: ISO 8601, UTC. */
  receivedAt: string
  name: string
  op: string
  status: string
  traceId: string
  spanId: string
  /** ISO 8601, UTC. */
  startedAt: string
  /** ISO 8601, UTC: what it is counted by. */
  endedAt: string
  /** Milliseconds. */
  duration: number
  environment?: string
  release?: string
  /** Its spans came by themselves. */
  isStreamed: boolean
  /** As it was sent. */
  payload: string
}

export const longestName = 200
const longestWord = 100

/** Reads a `transaction` item; undefined if it lacks what makes one: an id, a trace and two times. */
export function readTransaction(
  item: ReceivedItem,
  { envelopeId, project, receivedAt }: Arrival,
): NewTransaction | undefined {
  if (item.headers.type !== 'transaction') return undefined
  const fields = objectOf(item.payload)
  const trace = fieldsOf(fieldsOf(fields?.contexts)?.trace)
  const id = hexIdOf(fields?.event_id) ?? envelopeId
  const { traceId, environment, release } = factsOf(fields)
  const spanId = hexIdOf(trace?.span_id, 16)
  const times = timesOf(fields?.start_timestamp, fields?.timestamp, receivedAt)
  if (!fields || !id || !traceId || !spanId || !times) return undefined
  return {
    id,
    project,
    receivedAt,
    name: shortTextOf(fields.transaction, longestName) ?? '<unlabeled transaction>',
    op: opOf(trace?.op),
    status: statusOf(trace?.status),
    traceId,
    spanId,
    ...times,
    ...(environment !== undefined && { environment }),
    ...(release !== undefined && { release }),
    isStreamed: false,
    payload: textIn(item.payload) ?? '{}',
  }
}

export function opOf(value: unknown): string {
  return shortTextOf(value, longestWord) ?? 'default'
}

export function statusOf(value: unknown): string {
  return shortTextOf(value, longestWord) ?? 'unknown'
}

/** A wrong clock moves both times: how long it took is right all the same. */
export function timesOf(
  start: unknown,
  end: unknown,
  receivedAt: string,
): { startedAt: string; endedAt: string; duration: number } | undefined {
  const [from, to] = [momentOf(start), momentOf(end)]
  if (from === undefined || to === undefined) return undefined
  const duration = Math.max(to - from, 0)
  const endedAt = timeOf(end, new Date(receivedAt))
  const startedAt = new Date(Math.max(Date.parse(endedAt) - duration, 0)).toISOString()
  return { startedAt, endedAt, duration }
}

/** Not what was cancelled, and not what nobody has said anything about. */
export function isFailure(status: string): boolean {
  return !['ok', 'cancelled', 'unknown'].includes(status)
}
