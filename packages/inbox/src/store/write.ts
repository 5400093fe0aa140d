import { writeEventsWithoutMaps } from '../artifacts/waiting.js'
import { writeDiscards } from '../delivery/write.js'
import { writeEvents } from '../issues/write.js'
import { writeItems } from '../items/write.js'
import type { Arrival, Outcome } from './arrival.js'
import type { Sql } from './database.js'

type Writer = (sql: Sql, arrivals: readonly Arrival[]) => Promise<void>

/** What is kept of arrivals beside their events; a new kind of telemetry is a folder and a name here. */
const writers: readonly Writer[] = [writeItems, writeDiscards, writeEventsWithoutMaps]

/** Stores arrivals in a transaction, and gives what became of each. Repeats are left out whole. */
export async function writeArrivals(sql: Sql, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const outcomes = await writeEvents(sql, arrivals)
  const fresh = arrivals.filter((_, index) => outcomes[index]?.isDuplicate === false)
  for (const write of writers) await write(sql, fresh)
  return outcomes
}
