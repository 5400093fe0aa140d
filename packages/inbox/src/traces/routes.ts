import type { LogAnswer, TraceAnswer, TraceEntry } from '../api/answers.js'
import type { ApiRequest, Route } from '../api/route.js'
import { hexIdOf } from '../event/ids.js'
import type { Sql } from '../store/database.js'

export const traceRoutes: readonly Route[] = [{ method: 'GET', path: '/traces/:id', answer: trace }]

/** Of each kind; a trace with more is none that anybody reads from end to end. */
const most = 500

async function trace({ database, params }: ApiRequest): Promise<TraceAnswer | undefined> {
  const id = hexIdOf(params.id)
  if (id === undefined) return undefined
  const entries = [
    ...(await transactionsOf(database, id)),
    ...(await errorsOf(database, id)),
    ...(await logsOf(database, id)),
  ]
  if (entries.length === 0) return undefined
  return { entries: entries.sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1)) }
}

async function transactionsOf(sql: Sql, traceId: string): Promise<TraceEntry[]> {
  const rows = await sql.query<{
    project: string
    id: string
    name: string
    op: string
    status: string
    duration: number
    started_at: Date
  }>(
    `select project, id, name, op, status, duration, started_at from transactions
    where trace_id = $1 order by started_at limit $2`,
    [traceId, most],
  )
  return rows.map(({ started_at, ...rest }) => ({
    kind: 'transaction',
    timestamp: started_at.toISOString(),
    ...rest,
  }))
}

async function errorsOf(sql: Sql, traceId: string): Promise<TraceEntry[]> {
  const rows = await sql.query<{
    project: string
    id: string
    issue_id: string
    title: string
    level: string
    timestamp: Date
  }>(
    `select project, id, issue_id, title, level, timestamp from events
    where trace_id = $1 order by timestamp limit $2`,
    [traceId, most],
  )
  return rows.map(({ issue_id, timestamp, ...rest }) => ({
    kind: 'error',
    timestamp: timestamp.toISOString(),
    issueId: issue_id,
    ...rest,
  }))
}

async function logsOf(sql: Sql, traceId: string): Promise<TraceEntry[]> {
  const rows = await sql.query<{
    project: string
    seq: number
    level: LogAnswer['level']
    body: string
    timestamp: Date
  }>(
    `select project, seq, level, body, timestamp from logs
    where trace_id = $1 order by seq limit $2`,
    [traceId, most],
  )
  return rows.map(({ timestamp, ...rest }) => ({
    kind: 'log',
    timestamp: timestamp.toISOString(),
    ...rest,
  }))
}
