import type { LogAnswer } from '../api/answers.js'
import { type Fields, fieldsOf, shortTextOf } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { timeOf } from '../event/time.js'
import { objectOf } from '../items/text.js'
import type { ReceivedItem } from '../server/envelope.js'
import type { Arrival } from '../store/arrival.js'
import { attributesOf } from '../transactions/streamed.js'

export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

/** A log that is about to be stored. */
export type NewLog = Omit<LogAnswer, 'seq'> & { receivedAt: string }

/** A search index takes no more of a word, and nobody reads more of a line. */
const longestBody = 32 * 1024
const longestFact = 200

/** Reads a `log` item; undefined unless it is a list of objects. */
export function readLogs(item: ReceivedItem, arrival: Arrival): NewLog[] | undefined {
  if (item.headers.type !== 'log') return undefined
  const list = objectOf(item.payload)?.items
  if (!Array.isArray(list)) return undefined
  const logs = list.map((entry) => readLog(fieldsOf(entry), arrival))
  return logs.every((log) => log !== undefined) ? logs : undefined
}

function readLog(fields: Fields | undefined, { project, receivedAt }: Arrival): NewLog | undefined {
  if (!fields) return undefined
  const attributes = attributesOf(fields.attributes)
  const environment = shortTextOf(attributes['sentry.environment'], longestFact)
  const release = shortTextOf(attributes['sentry.release'], longestFact)
  const traceId = hexIdOf(fields.trace_id)
  const spanId = hexIdOf(fields.span_id, 16)
  return {
    project,
    receivedAt,
    timestamp: timeOf(fields.timestamp, new Date(receivedAt)),
    level: levelOf(fields.level),
    body: shortTextOf(fields.body, longestBody) ?? '',
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
    ...(environment !== undefined && { environment }),
    ...(release !== undefined && { release }),
    attributes,
  }
}

function levelOf(value: unknown): LogAnswer['level'] {
  if (value === 'warning') return 'warn'
  return levels.find((level) => level === value) ?? 'info'
}
