import type { LogAnswer } from '../api/answers.js'
import { writeEventsWithoutMaps } from '../artifacts/waiting.js'
import { writeCheckIns } from '../check-ins/write.js'
import { countAccepted } from '../delivery/accepted.js'
import { writeDiscards } from '../delivery/write.js'
import { writeFeedback } from '../feedback/write.js'
import { writeEvents } from '../issues/write.js'
import { writeItems } from '../items/write.js'
import { writeLogs } from '../logs/write.js'
import { writeSessions } from '../releases/write.js'
import { writeTransactions } from '../transactions/write.js'
import type { Arrival, Outcome } from './arrival.js'
import type { Sql } from './database.js'

type Writer = (sql: Sql, arrivals: readonly Arrival[]) => Promise<void>

/** What is kept of arrivals beside their events; a new kind of telemetry is a folder and a name here. */
const writers: readonly Writer[] = [
  writeItems,
  writeDiscards,
  writeEventsWithoutMaps,
  countEvents,
  writeTransactions,
  writeSessions,
  writeFeedback,
  writeCheckIns,
]

/** Stores arrivals in a transaction, and gives what became of each. Repeats are left out whole. */
export async function writeArrivals(sql: Sql, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const outcomes = await writeEvents(sql, arrivals)
  const fresh = arrivals.filter((_, index) => outcomes[index]?.isDuplicate === false)
  for (const write of writers) await write(sql, fresh)
  const logs = await writeLogs(sql, fresh)
  return outcomes.map((outcome, index) => withLogs(outcome, logs.get(arrivals[index] as Arrival)))
}

function countEvents(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  return countAccepted(
    sql,
    'error',
    arrivals.flatMap(({ event }) => event ?? []),
  )
}

/** Logs have no issue to be told of by; they are handed on with the outcome. */
function withLogs(outcome: Outcome, logs: LogAnswer[] | undefined): Outcome {
  return logs ? { ...outcome, logs } : outcome
}
