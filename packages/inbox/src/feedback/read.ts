import { createHash } from 'node:crypto'
import { type Fields, fieldsOf, shortTextOf } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { objectOf, textIn } from '../items/text.js'
import type { ReceivedItem } from '../server/envelope.js'
import type { Arrival } from '../store/arrival.js'

/** What a user said, about to be stored. */
export interface NewFeedback {
  id: string
  project: string
  receivedAt: string
  name?: string
  email?: string
  message: string
  url?: string
  source?: string
  eventId?: string
  payload: string
}

const longestMessage = 16 * 1024
const longestLine = 2000

/** Reads a `feedback` or `user_report` item; undefined if it says nothing. */
export function readFeedback(item: ReceivedItem, arrival: Arrival): NewFeedback | undefined {
  const { type } = item.headers
  if (type !== 'feedback' && type !== 'user_report') return undefined
  const fields = objectOf(item.payload) ?? {}
  const said = type === 'feedback' ? feedbackIn(fields, arrival) : reportIn(fields, arrival)
  const message = shortTextOf(said.message, longestMessage)
  if (message === undefined) return undefined
  const { project, receivedAt } = arrival
  return {
    id: said.id,
    project,
    receivedAt,
    ...linesOf(said),
    message,
    ...(said.eventId !== undefined && { eventId: said.eventId }),
    payload: textIn(item.payload) ?? '{}',
  }
}

interface Said {
  id: string
  message: unknown
  name: unknown
  email: unknown
  url: unknown
  source: unknown
  eventId: string | undefined
}

function feedbackIn(fields: Fields, { envelopeId, project }: Arrival): Said {
  const said = fieldsOf(fieldsOf(fields.contexts)?.feedback) ?? {}
  const { message, name, contact_email, url, source, associated_event_id } = said
  const id = hexIdOf(fields.event_id) ?? envelopeId ?? idFrom([project, message, contact_email])
  return {
    id,
    message,
    name,
    email: contact_email,
    url,
    source,
    eventId: hexIdOf(associated_event_id),
  }
}

/** It has no id of its own, so that the same words about the same event are the same report. */
function reportIn({ event_id, name, email, comments }: Fields, arrival: Arrival): Said {
  const eventId = hexIdOf(event_id) ?? arrival.event?.id ?? arrival.envelopeId
  const id = idFrom([arrival.project, eventId, name, email, comments])
  return { id, message: comments, name, email, url: undefined, source: 'user_report', eventId }
}

function idFrom(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

function linesOf({ name, email, url, source }: Said) {
  const lines = Object.entries({ name, email, url, source }).map(
    ([key, value]) => [key, shortTextOf(value, longestLine)] as const,
  )
  return Object.fromEntries(lines.filter(([, line]) => line !== undefined))
}
