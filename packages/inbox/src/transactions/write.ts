import { countAccepted } from '../delivery/accepted.js'
import { noteReleases } from '../releases/note.js'
import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import { groupsOf } from './groups.js'
import { type NewTransaction, readTransaction } from './read.js'
import { type NewSpan, readSpans } from './streamed.js'
import { countTimes } from './times.js'

/** Stores transactions, and spans that came by themselves, and counts how long they took. */
export async function writeTransactions(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const sent = arrivals.flatMap((arrival) =>
    arrival.items.flatMap((item) => readTransaction(item, arrival) ?? []),
  )
  const spans = arrivals.flatMap((arrival) =>
    arrival.items.flatMap((item) => readSpans(item, arrival) ?? []),
  )
  await writeSpans(sql, spans)
  const segments = spans.flatMap(({ transaction }) => transaction ?? [])
  const transactions = await unknown(sql, [...sent, ...segments])
  if (transactions.length === 0) return
  const groups = await groupsOf(sql, transactions)
  const stored = await insertTransactions(sql, transactions, groups)
  const fresh = transactions.filter(({ id }) => stored.has(id))
  await countTimes(
    sql,
    fresh.map((transaction) => ({ transaction, groups: groups(transaction) })),
  )
  await noteReleases(
    sql,
    fresh.map(({ endedAt, ...rest }) => ({ ...rest, seenAt: endedAt })),
  )
  await countAccepted(sql, 'transaction', fresh)
}

async function unknown(sql: Sql, sent: NewTransaction[]): Promise<NewTransaction[]> {
  const byId = new Map<string, NewTransaction>()
  for (const one of sent) if (!byId.has(one.id)) byId.set(one.id, one)
  if (byId.size === 0) return []
  const rows = await sql.query<{ id: string }>(
    'select id from transactions where id = any($1::text[])',
    [[...byId.keys()]],
  )
  for (const { id } of rows) byId.delete(id)
  return [...byId.values()]
}

const columns = {
  id: 'text',
  group_id: 'bigint',
  project: 'text',
  received_at: 'timestamptz',
  name: 'text',
  op: 'text',
  status: 'text',
  trace_id: 'text',
  span_id: 'text',
  started_at: 'timestamptz',
  duration: 'double precision',
  environment: 'text',
  release: 'text',
  is_streamed: 'boolean',
  size: 'int',
  payload: 'text',
}

/** The ids that were not there before. */
async function insertTransactions(
  sql: Sql,
  transactions: NewTransaction[],
  groups: (transaction: NewTransaction) => number[],
): Promise<Set<string>> {
  const rows = transactions.map((one) => ({
    id: one.id,
    group_id: groups(one)[0] ?? null,
    project: one.project,
    received_at: one.receivedAt,
    name: one.name,
    op: one.op,
    status: one.status,
    trace_id: one.traceId,
    span_id: one.spanId,
    started_at: one.startedAt,
    duration: one.duration,
    environment: one.environment ?? null,
    release: one.release ?? null,
    is_streamed: one.isStreamed,
    size: one.payload.length,
    payload: one.payload,
  }))
  const ending = 'on conflict (id) do nothing returning id'
  const stored = await insert<(typeof rows)[number], { id: string }>(
    sql,
    'transactions',
    columns,
    rows,
    ending,
  )
  return new Set(stored.map(({ id }) => id))
}

async function writeSpans(sql: Sql, spans: NewSpan[]): Promise<void> {
  const rows = spans.map((span) => ({
    trace_id: span.traceId,
    span_id: span.spanId,
    segment_id: span.segmentId ?? null,
    project: span.project,
    received_at: span.receivedAt,
    started_at: span.startedAt,
    payload: span.payload,
  }))
  const spanColumns = {
    trace_id: 'text',
    span_id: 'text',
    segment_id: 'text',
    project: 'text',
    received_at: 'timestamptz',
    started_at: 'timestamptz',
    payload: 'text',
  }
  await insert(sql, 'spans', spanColumns, rows, 'on conflict (trace_id, span_id) do nothing')
}
