import type { Arrival } from './arrival.js'
import type { Sql } from './database.js'
import { insert } from './insert.js'

/** What a row costs beside its payload, in indexes and counts. */
const overhead = 1024

const columns = { minute: 'timestamptz', bytes: 'bigint' }

/** Adds up how much arrives, so that nothing has to be read to know how much is kept. */
export async function writeSizes(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const minutes = new Map<string, number>()
  for (const arrival of arrivals) {
    const minute = `${arrival.receivedAt.slice(0, 16)}:00Z`
    minutes.set(minute, (minutes.get(minute) ?? 0) + sizeOf(arrival))
  }
  const rows = [...minutes].map(([minute, bytes]) => ({ minute, bytes }))
  const adding = 'on conflict (minute) do update set bytes = arrived_bytes.bytes + excluded.bytes'
  await insert(sql, 'arrived_bytes', columns, rows, adding)
}

function sizeOf({ event, items }: Arrival): number {
  const own = event ? event.payload.length + overhead : 0
  return items.reduce((sum, { payload }) => sum + payload.length + overhead, own)
}
