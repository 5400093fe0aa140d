import type { LogAnswer } from '../api/answers.js'
import { countAccepted } from '../delivery/accepted.js'
import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import { type NewLog, readLogs } from './read.js'

const columns = {
  project: 'text',
  received_at: 'timestamptz',
  timestamp: 'timestamptz',
  level: 'text',
  body: 'text',
  trace_id: 'text',
  span_id: 'text',
  environment: 'text',
  release: 'text',
  attributes: 'text',
}

/** Stores logs, and gives those of each arrival as they will be read back. */
export async function writeLogs(
  sql: Sql,
  arrivals: readonly Arrival[],
): Promise<Map<Arrival, LogAnswer[]>> {
  const sent = arrivals.flatMap((arrival) =>
    arrival.items.flatMap((item) =>
      (readLogs(item, arrival) ?? []).map((log) => ({ arrival, log })),
    ),
  )
  const logs = sent.map(({ log }) => log)
  const seqs = await insert<ReturnType<typeof rowOf>, { seq: number }>(
    sql,
    'logs',
    columns,
    logs.map(rowOf),
    'returning seq',
  )
  await countAccepted(sql, 'log', logs)
  const stored = new Map<Arrival, LogAnswer[]>()
  for (const [index, { arrival, log }] of sent.entries()) {
    const { receivedAt: _, ...answer } = log
    const before = stored.get(arrival) ?? []
    before.push({ seq: seqs[index]?.seq ?? 0, ...answer })
    stored.set(arrival, before)
  }
  return stored
}

function rowOf(log: NewLog) {
  return {
    project: log.project,
    received_at: log.receivedAt,
    timestamp: log.timestamp,
    level: log.level,
    body: log.body,
    trace_id: log.traceId ?? null,
    span_id: log.spanId ?? null,
    environment: log.environment ?? null,
    release: log.release ?? null,
    attributes: JSON.stringify(log.attributes),
  }
}
