import { writeEventsWithoutMaps } from '../artifacts/waiting.js'
import { writeDiscards } from '../delivery/write.js'
import { writeEvents } from '../issues/write.js'
import { writeItems } from '../items/write.js'
import type { Arrival, Outcome } from './arrival.js'
import type { Sql } from './database.js'
import { withoutRepeats } from './repeats.js'
import { writeSizes } from './sizes.js'

type Writer = (sql: Sql, arrivals: readonly Arrival[]) => Promise<void>

/** What is kept of arrivals beside their events; a new kind of telemetry is a folder and a name here. */
const writers: readonly Writer[] = [writeItems, writeDiscards, writeSizes, writeEventsWithoutMaps]

/** Stores arrivals in a transaction, and gives what became of each. Repeats are left out whole. */
export async function writeArrivals(sql: Sql, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const firsts = await withoutRepeats(sql, arrivals)
  const events = await writeEvents(sql, arrivals)
  const outcomes = events.map((outcome, index) =>
    firsts.has(arrivals[index] as Arrival) ? outcome : { isDuplicate: true },
  )
  const fresh = arrivals.filter((_, index) => outcomes[index]?.isDuplicate === false)
  for (const write of writers) await write(sql, fresh)
  return outcomes
}
