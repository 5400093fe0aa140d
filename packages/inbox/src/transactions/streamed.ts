import { type Fields, fieldsOf, shortTextOf } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { objectOf } from '../items/text.js'
import type { ReceivedItem } from '../server/envelope.js'
import type { Arrival } from '../store/arrival.js'
import { longestName, type NewTransaction, opOf, statusOf, timesOf } from './read.js'

/** A span that was sent by itself, and is about to be stored. */
export interface NewSpan {
  traceId: string
  spanId: string
  /** The span that its segment begins with: what would be a transaction. */
  segmentId?: string
  project: string
  receivedAt: string
  startedAt: string
  payload: string
  /** What it is when it begins a segment. */
  transaction?: NewTransaction
}

/** Reads a `span` item of version 2; undefined unless it is one, and all of its spans can be read. */
export function readSpans(item: ReceivedItem, arrival: Arrival): NewSpan[] | undefined {
  if (item.headers.type !== 'span') return undefined
  const list = objectOf(item.payload)?.items
  if (!Array.isArray(list)) return undefined
  const spans = list.map((entry) => readSpan(fieldsOf(entry), arrival))
  return spans.every((span) => span !== undefined) ? spans : undefined
}

function readSpan(
  fields: Fields | undefined,
  { project, receivedAt }: Arrival,
): NewSpan | undefined {
  const traceId = hexIdOf(fields?.trace_id)
  const spanId = hexIdOf(fields?.span_id, 16)
  const times = timesOf(fields?.start_timestamp, fields?.end_timestamp, receivedAt)
  if (!fields || !traceId || !spanId || !times) return undefined
  const attributes = attributesOf(fields.attributes)
  const isSegment = fields.is_segment === true
  const segmentId = isSegment ? spanId : hexIdOf(attributes['sentry.segment.id'], 16)
  const payload = JSON.stringify(fields)
  const common = { traceId, spanId, project, receivedAt, payload }
  return {
    ...common,
    startedAt: times.startedAt,
    ...(segmentId !== undefined && { segmentId }),
    ...(isSegment && {
      transaction: { ...common, ...times, ...segmentOf(fields, attributes, traceId, spanId) },
    }),
  }
}

function segmentOf(fields: Fields, attributes: Fields, traceId: string, spanId: string) {
  const environment = shortTextOf(attributes['sentry.environment'], 200)
  const release = shortTextOf(attributes['sentry.release'], 200)
  return {
    // It has no event id; this one is the same whenever it comes again.
    id: traceId.slice(0, 16) + spanId,
    name:
      shortTextOf(attributes['sentry.segment.name'] ?? fields.name, longestName) ??
      '<unlabeled transaction>',
    op: opOf(attributes['sentry.op']),
    status: statusOf(fields.status),
    isStreamed: true,
    ...(environment !== undefined && { environment }),
    ...(release !== undefined && { release }),
  }
}

/** `{ key: { value, type } }` as `{ key: value }`. */
export function attributesOf(attributes: unknown): Fields {
  const entries = Object.entries(fieldsOf(attributes) ?? {})
  return Object.fromEntries(
    entries.map(([key, attribute]) => {
      const fields = fieldsOf(attribute)
      return [key, fields && 'value' in fields ? fields.value : attribute]
    }),
  )
}
