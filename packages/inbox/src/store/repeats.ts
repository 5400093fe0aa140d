import type { Arrival } from './arrival.js'
import type { Sql } from './database.js'
import { insert } from './insert.js'

const columns = { digest: 'text', received_at: 'timestamptz' }

/** The arrivals that were not there before, as far as their digests can tell. */
export async function withoutRepeats(
  sql: Sql,
  arrivals: readonly Arrival[],
): Promise<Set<Arrival>> {
  const first = new Map<string, Arrival>()
  for (const arrival of arrivals) {
    if (arrival.digest !== undefined && !first.has(arrival.digest))
      first.set(arrival.digest, arrival)
  }
  const rows = [...first].map(([digest, { receivedAt }]) => ({ digest, received_at: receivedAt }))
  const ending = 'on conflict do nothing returning digest'
  const added = await insert<(typeof rows)[number], { digest: string }>(
    sql,
    'digests',
    columns,
    rows,
    ending,
  )
  const fresh = new Set(arrivals.filter(({ digest }) => digest === undefined))
  for (const { digest } of added) fresh.add(first.get(digest) as Arrival)
  return fresh
}
