import type { TransactionBucket, TransactionGroup } from '../api/answers.js'
import type { Sql, SqlValue } from '../store/database.js'
import { addTo, type Histogram, percentile } from './histogram.js'
import { stepFor, stepsOfWindow } from './steps.js'

export interface TransactionQuery {
  project?: string
  environment?: string
  release?: string
  /** The window's length; it ends now. */
  hours: number
}

const mostNames = 500

interface Tally {
  histogram: Histogram
  count: number
  failures: number
}

interface BinRow {
  bin: number
  count: number
  failures: number
}

/** Transactions by their names, the slowest first. */
export async function groupsIn(sql: Sql, query: TransactionQuery): Promise<TransactionGroup[]> {
  const { where, values } = conditionsOf(query)
  const rows = await sql.query<BinRow & Names>(
    `select project, name, op, max(last_seen) as last_seen, bin,
      sum(count) as count, sum(failures) as failures
    from transaction_times join transaction_groups on id = group_id
    where ${where} and name <> '' group by project, name, op, bin`,
    values,
  )
  const groups = new Map<string, Names & Tally>()
  for (const row of rows) {
    const key = JSON.stringify([row.project, row.name, row.op])
    const group = groups.get(key) ?? { ...row, ...emptyTally() }
    if (row.last_seen > group.last_seen) group.last_seen = row.last_seen
    groups.set(key, addRow(group, row))
  }
  const answers = [...groups.values()].map(groupAnswer)
  return answers.sort((a, b) => b.p95 - a.p95 || b.count - a.count).slice(0, mostNames)
}

interface Names {
  project: string
  name: string
  op: string
  last_seen: Date
}

/** How many there were and how long they took, over time: of one name, or of all. */
export async function bucketsIn(
  sql: Sql,
  query: TransactionQuery & { name?: string },
): Promise<TransactionBucket[]> {
  const { where, values } = conditionsOf(query)
  const rows = await sql.query<BinRow & { at: Date }>(
    `select at, bin, sum(count) as count, sum(failures) as failures
    from transaction_times join transaction_groups on id = group_id
    where ${where} and name = $${values.length + 1} group by at, bin`,
    [...values, query.name ?? ''],
  )
  const tallies = new Map(stepsOfWindow(query.hours, Date.now()).map((at) => [at, emptyTally()]))
  for (const row of rows) {
    const tally = tallies.get(row.at.getTime())
    if (tally) addRow(tally, row)
  }
  return [...tallies].map(([at, tally]) => bucketAnswer(at, tally))
}

function conditionsOf(query: TransactionQuery): { where: string; values: SqlValue[] } {
  const since = stepsOfWindow(query.hours, Date.now())[0] ?? 0
  const values: SqlValue[] = [stepFor(query.hours), new Date(since).toISOString()]
  const conditions = ['step = $1', 'at >= $2']
  for (const name of ['project', 'environment', 'release'] as const) {
    const value = query[name]
    if (value !== undefined) conditions.push(`${name} = $${values.push(value)}`)
  }
  return { where: conditions.join(' and '), values }
}

function emptyTally(): Tally {
  return { histogram: new Map(), count: 0, failures: 0 }
}

function addRow<T extends Tally>(tally: T, { bin, count, failures }: BinRow): T {
  addTo(tally.histogram, bin, count)
  tally.count += count
  tally.failures += failures
  return tally
}

function groupAnswer(group: Names & Tally): TransactionGroup {
  const { project, name, op, last_seen, histogram, count, failures } = group
  return {
    project,
    name,
    op,
    count,
    failures,
    p50: percentile(histogram, 0.5) ?? 0,
    p95: percentile(histogram, 0.95) ?? 0,
    lastSeen: last_seen.toISOString(),
  }
}

function bucketAnswer(at: number, { histogram, count, failures }: Tally): TransactionBucket {
  const [p50, p95] = [percentile(histogram, 0.5), percentile(histogram, 0.95)]
  return {
    at: new Date(at).toISOString(),
    count,
    failures,
    ...(p50 !== undefined && { p50 }),
    ...(p95 !== undefined && { p95 }),
  }
}
