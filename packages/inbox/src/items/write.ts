import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import { isKeptElsewhere } from './elsewhere.js'

const columns = {
  event_id: 'text',
  project: 'text',
  received_at: 'timestamptz',
  type: 'text',
  headers: 'text',
  size: 'int',
  payload: 'bytea',
}

/** Keeps the items of arrivals as they came, unless another room keeps all of them. */
export async function writeItems(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const rows = arrivals.flatMap((arrival) =>
    arrival.items
      .filter((item) => !isKeptElsewhere(item, arrival))
      .map(({ headers, payload }) => ({
        event_id: arrival.event?.id ?? arrival.envelopeId ?? null,
        project: arrival.project,
        received_at: arrival.receivedAt,
        type: headers.type,
        headers: JSON.stringify(headers),
        size: payload.length,
        payload,
      })),
  )
  await insert(sql, 'items', columns, rows)
}
