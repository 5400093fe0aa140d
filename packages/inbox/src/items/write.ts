import { cutText, storable } from '../event/fields.js'
import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import { isKeptElsewhere } from './elsewhere.js'

/** What an index has place for. */
const longestType = 100

const largeSize = 64 * 1024

const columns = {
  event_id: 'text',
  project: 'text',
  received_at: 'timestamptz',
  type: 'text',
  headers: 'text',
  size: 'int',
  payload: 'bytea',
}

const insertOne = `insert into items (${Object.keys(columns).join(', ')})
  values (${Object.keys(columns)
    .map((_, index) => `$${index + 1}`)
    .join(', ')})`

/** Keeps the items of arrivals as they came, unless another room keeps all of them. */
export async function writeItems(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const rows = arrivals.flatMap((arrival) =>
    arrival.items
      .filter((item) => !isKeptElsewhere(item, arrival))
      .map(({ headers, payload }) => ({
        event_id: arrival.event?.id ?? arrival.envelopeId ?? null,
        project: arrival.project,
        received_at: arrival.receivedAt,
        type: cutText(storable(headers.type), longestType),
        headers: JSON.stringify(headers),
        size: payload.length,
        payload,
      })),
  )
  await writeRows(sql, rows)
}

type Row = Record<Exclude<keyof typeof columns, 'event_id' | 'size' | 'payload'>, string> & {
  event_id: string | null
  size: number
  payload: Uint8Array
}

/** In their order. A list of bytes is written as text, which takes many times the memory and the time of what it is. */
async function writeRows(sql: Sql, rows: readonly Row[]): Promise<void> {
  let small: Row[] = []
  for (const row of rows) {
    if (row.size <= largeSize) small.push(row)
    else {
      await insert(sql, 'items', columns, small)
      small = []
      await sql.query(insertOne, Object.values(row))
    }
  }
  await insert(sql, 'items', columns, small)
}
