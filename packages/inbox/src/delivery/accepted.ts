import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'

export type AcceptedCategory = 'error' | 'transaction' | 'log'

/** Counts what has arrived and was new, each by itself. */
export async function countAccepted(
  sql: Sql,
  category: AcceptedCategory,
  arrived: readonly { project: string; receivedAt: string }[],
): Promise<void> {
  const rows = new Map<string, { project: string; hour: string; quantity: number }>()
  for (const { project, receivedAt } of arrived) {
    const hour = `${receivedAt.slice(0, 13)}:00:00Z`
    const key = JSON.stringify([project, hour])
    rows.set(key, { project, hour, quantity: (rows.get(key)?.quantity ?? 0) + 1 })
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  await insert(
    sql,
    'accepted',
    { project: 'text', category: 'text', hour: 'timestamptz', quantity: 'bigint' },
    sorted.map(([, row]) => ({ ...row, category })),
    `on conflict (project, category, hour)
      do update set quantity = accepted.quantity + excluded.quantity`,
  )
}
