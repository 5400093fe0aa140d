import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import { binOf } from './histogram.js'
import { isFailure, type NewTransaction } from './read.js'
import { type Step, stepStart, steps } from './steps.js'

const columns = {
  step: 'int',
  at: 'timestamptz',
  group_id: 'bigint',
  bin: 'smallint',
  count: 'bigint',
  failures: 'bigint',
}

type Row = Omit<Record<keyof typeof columns, number>, 'at'> & { at: string }

/** A transaction, and what it is counted in: its name's group and its project's. */
export interface Counted {
  transaction: NewTransaction
  groups: number[]
}

/** Counts transactions by their durations, in steps of time. */
export async function countTimes(sql: Sql, counted: readonly Counted[]): Promise<void> {
  const rows = new Map<string, Row>()
  const now = Date.now()
  for (const { transaction, groups } of counted) {
    for (const step of steps) {
      if (isKept(transaction, step, now))
        for (const group of groups) add(rows, row(transaction, step, group))
    }
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  await insert(sql, 'transaction_times', columns, sorted, adding)
  await forget(sql, now)
}

const adding = `on conflict (step, at, group_id, bin) do update set
  count = transaction_times.count + excluded.count,
  failures = transaction_times.failures + excluded.failures`

function row({ endedAt, duration, status }: NewTransaction, { seconds }: Step, group: number): Row {
  return {
    step: seconds,
    at: new Date(stepStart(Date.parse(endedAt), seconds)).toISOString(),
    group_id: group,
    bin: binOf(duration),
    count: 1,
    failures: isFailure(status) ? 1 : 0,
  }
}

function add(rows: Map<string, Row>, one: Row): void {
  const key = JSON.stringify([one.step, one.at, one.group_id, one.bin])
  const before = rows.get(key)
  rows.set(key, {
    ...one,
    count: one.count + (before?.count ?? 0),
    failures: one.failures + (before?.failures ?? 0),
  })
}

function isKept({ endedAt }: NewTransaction, { keptHours }: Step, now: number): boolean {
  return Date.parse(endedAt) >= now - keptHours * 3_600_000
}

/** Fine steps are only for short windows; kept on, they would be as many as transactions. */
async function forget(sql: Sql, now: number): Promise<void> {
  for (const { seconds, keptHours } of steps) {
    const before = new Date(now - keptHours * 3_600_000).toISOString()
    await sql.query('delete from transaction_times where step = $1 and at < $2', [seconds, before])
  }
}
