import { cutText, fieldsOf, listOf, numberOf, textOf } from '../event/fields.js'
import { objectOf } from '../items/text.js'
import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'

const columns = {
  project: 'text',
  reason: 'text',
  category: 'text',
  hour: 'timestamptz',
  quantity: 'bigint',
}

type Row = Record<Exclude<keyof typeof columns, 'quantity'>, string> & { quantity: number }

const mostQuantity = 1_000_000_000

/** Adds up what client reports say was captured and never sent. */
export async function writeDiscards(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const rows = new Map<string, Row>()
  for (const row of arrivals.flatMap(discardsIn)) {
    const key = JSON.stringify([row.project, row.reason, row.category, row.hour])
    rows.set(key, { ...row, quantity: row.quantity + (rows.get(key)?.quantity ?? 0) })
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await insert(
    sql,
    'discards',
    columns,
    sorted,
    `on conflict (project, reason, category, hour)
      do update set quantity = discards.quantity + excluded.quantity`,
  )
}

function discardsIn({ items, project, receivedAt }: Arrival): Row[] {
  const hour = `${receivedAt.slice(0, 13)}:00:00Z`
  return items
    .filter(({ headers }) => headers.type === 'client_report')
    .flatMap(({ payload }) => listOf(fieldsOf(objectOf(payload))?.discarded_events))
    .map((entry) => ({
      project,
      reason: cutText(textOf(entry.reason) ?? 'unknown', 200),
      category: cutText(textOf(entry.category) ?? 'unknown', 200),
      hour,
      quantity: Math.min(Math.max(Math.trunc(numberOf(entry.quantity) ?? 0), 0), mostQuantity),
    }))
}
