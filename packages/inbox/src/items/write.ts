import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'

const columns = {
  event_id: 'text',
  project: 'text',
  received_at: 'timestamptz',
  type: 'text',
  headers: 'text',
  size: 'int',
  payload: 'bytea',
}

/** Keeps the items of arrivals as they came. */
export async function writeItems(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const rows = arrivals.flatMap(({ event, envelopeId, items, project, receivedAt }) =>
    items.map(({ headers, payload }) => ({
      event_id: event?.id ?? envelopeId ?? null,
      project,
      received_at: receivedAt,
      type: headers.type,
      headers: JSON.stringify(headers),
      size: payload.length,
      payload,
    })),
  )
  await insert(sql, 'items', columns, rows)
}
