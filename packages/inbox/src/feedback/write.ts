import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import { readFeedback } from './read.js'

const columns = {
  id: 'text',
  project: 'text',
  received_at: 'timestamptz',
  name: 'text',
  email: 'text',
  message: 'text',
  url: 'text',
  source: 'text',
  event_id: 'text',
  payload: 'text',
}

/** Stores what users said, each once. */
export async function writeFeedback(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const said = arrivals.flatMap((arrival) =>
    arrival.items.flatMap((item) => readFeedback(item, arrival) ?? []),
  )
  const rows = said.map((one) => ({
    id: one.id,
    project: one.project,
    received_at: one.receivedAt,
    name: one.name ?? null,
    email: one.email ?? null,
    message: one.message,
    url: one.url ?? null,
    source: one.source ?? null,
    event_id: one.eventId ?? null,
    payload: one.payload,
  }))
  await insert(sql, 'feedback', columns, rows, 'on conflict (id) do nothing')
}
