import type { TransactionAnswer, TransactionSample } from '../api/answers.js'
import { defined } from '../event/fields.js'
import type { Sql } from '../store/database.js'
import { barsOfSpans, barsOfTransaction, waterfall } from './waterfall.js'

interface TransactionRow {
  id: string
  project: string
  name: string
  op: string
  status: string
  trace_id: string
  span_id: string
  started_at: Date
  duration: number
  environment: string | null
  release: string | null
  is_streamed: boolean
  payload: string
}

const mostErrors = 100
const mostSpans = 5000

/** One with its spans, and the errors of its trace. */
export async function transactionOf(sql: Sql, id: string): Promise<TransactionAnswer | undefined> {
  const [row] = await sql.query<TransactionRow>('select * from transactions where id = $1', [id])
  if (!row) return undefined
  const payload: unknown = JSON.parse(row.payload)
  const bars = row.is_streamed ? barsOfSpans(await spansOf(sql, row)) : barsOfTransaction(payload)
  return defined<TransactionAnswer>({
    id: row.id,
    project: row.project,
    name: row.name,
    op: row.op,
    status: row.status,
    traceId: row.trace_id,
    startedAt: row.started_at.toISOString(),
    duration: row.duration,
    environment: row.environment ?? undefined,
    release: row.release ?? undefined,
    spans: waterfall(bars, row.span_id),
    errors: await errorsOf(sql, row.trace_id),
    payload,
  })
}

async function spansOf(sql: Sql, { trace_id, span_id }: TransactionRow): Promise<unknown[]> {
  const rows = await sql.query<{ payload: string }>(
    `select payload from spans where trace_id = $1 and segment_id = $2
    order by span_id <> $2, started_at limit $3`,
    [trace_id, span_id, mostSpans],
  )
  return rows.map(({ payload }) => JSON.parse(payload))
}

async function errorsOf(sql: Sql, traceId: string): Promise<TransactionAnswer['errors']> {
  const rows = await sql.query<{ id: string; issue_id: string; title: string; timestamp: Date }>(
    `select id, issue_id, title, timestamp from events where trace_id = $1
    order by timestamp, seq limit $2`,
    [traceId, mostErrors],
  )
  return rows.map(({ id, issue_id, title, timestamp }) => ({
    eventId: id,
    issueId: issue_id,
    title,
    timestamp: timestamp.toISOString(),
  }))
}

/** The newest of a name, newest first. */
export async function samplesOf(
  sql: Sql,
  { project, name, limit }: { project: string; name: string; limit: number },
): Promise<TransactionSample[]> {
  const rows = await sql.query<TransactionRow>(
    `select newest.* from transaction_groups, lateral (
      select seq, id, trace_id, started_at, duration, status from transactions
      where group_id = transaction_groups.id order by seq desc limit $3
    ) as newest
    where project = $1 and name = $2 order by newest.seq desc limit $3`,
    [project, name, limit],
  )
  return rows.map(({ id, trace_id, started_at, duration, status }) => ({
    id,
    traceId: trace_id,
    startedAt: started_at.toISOString(),
    duration,
    status,
  }))
}
