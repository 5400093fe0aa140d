import { setTimeout as after } from 'node:timers/promises'
import type { Database, Sql } from './database.js'

export interface RetentionOptions {
  /** For how many days what arrives is kept. @default 90 */
  retentionDays?: number
  /** How many bytes of what arrives are kept, as they were sent; then the oldest go. @default 2 GiB */
  maxSize?: number
}

const day = 24 * 60 * 60 * 1000
const minute = 60_000
const firstAfter = minute
const every = 10 * minute
const rowsAtOnce = 500

/** What goes by the time of its arrival, beside events. */
const dated = ['items', 'transactions', 'spans', 'sessions', 'logs', 'feedback', 'check_ins']

/** Counts and their times, which are small, and go by their age alone. */
const counted: readonly [table: string, column: string][] = [
  ['issue_hours', 'hour'],
  ['transaction_times', 'at'],
  ['discards', 'hour'],
  ['accepted', 'hour'],
]

/** Each arrival leaves dead rows in these, which nobody clears away in the embedded database. */
const updated = [
  'issues',
  'issue_hours',
  'issue_tags',
  'releases',
  'accepted',
  'arrived_bytes',
  'alerts',
]

/** Deletes what is older than wanted, or more. Runs seldom, in small steps, so that arrivals hardly wait for it. */
export class Retention {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private stopped = false
  private countsDeleted = 0

  constructor(
    private readonly database: Database,
    private readonly options: RetentionOptions,
  ) {}

  /** Has it run by itself from now on. */
  start(): void {
    this.runAfter(firstAfter)
  }

  /** Deletes what is to go. Resolves when that is done. */
  run(): Promise<void> {
    this.running ??= this.deleteOld().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  /** Resolves when no step is under way any more. */
  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running?.catch(() => undefined)
  }

  private runAfter(pause: number): void {
    this.timer = setTimeout(() => {
      this.run()
        .catch((error) => process.emitWarning(`The inbox could not delete what is old: ${error}`))
        .finally(() => this.stopped || this.runAfter(every))
    }, pause)
    this.timer.unref()
  }

  private async deleteOld(): Promise<void> {
    const before = await this.cutoff()
    let deleted = await this.repeat((sql) => deleteEvents(sql, before))
    for (const table of dated) deleted += await this.repeat((sql) => deleteRows(sql, table, before))
    await this.repeat((sql) => deleteRows(sql, 'digests', new Date(Date.now() - day)))
    await this.deleteCounts()
    if (this.stopped) return
    await this.database.query('delete from arrived_bytes where minute < $1', [before.toISOString()])
    await this.database.reclaim?.(deleted > 0 ? [...updated, 'events', ...dated] : updated)
  }

  /** Once a day: finding these takes a look at all of them. */
  private async deleteCounts(): Promise<void> {
    if (Date.now() - this.countsDeleted < day) return
    this.countsDeleted = Date.now()
    for (const [table, column] of counted) {
      await this.repeat((sql) => deleteRows(sql, table, this.oldest(), column))
    }
  }

  /** What no clock of this world can mean is what PostgreSQL has no place for. */
  private oldest(): Date {
    return new Date(Math.max(Date.now() - (this.options.retentionDays ?? 90) * day, 0))
  }

  /** Everything that arrived before that goes: the later of the two reasons. */
  private async cutoff(): Promise<Date> {
    const { maxSize = 2 * 1024 ** 3 } = this.options
    const [row] = await this.database.query<{ minute: Date | null }>(
      `select max(minute) as minute from (
        select minute, sum(bytes) over (order by minute desc) as kept from arrived_bytes
      ) as sums where kept > $1`,
      [maxSize],
    )
    // The minute that is too much goes as a whole.
    const bySize = row?.minute ? row.minute.getTime() + minute : 0
    return new Date(Math.max(this.oldest().getTime(), bySize))
  }

  private async repeat(step: (sql: Sql) => Promise<number>): Promise<number> {
    let all = 0
    for (let rows = rowsAtOnce; rows >= rowsAtOnce && !this.stopped; all += rows) {
      rows = await this.database.transaction(step)
      // Whoever waits is first.
      await after(5)
    }
    return all
  }
}

/** Gives how many there were. Counts of issues stay; issues go with the last of their events. */
async function deleteEvents(sql: Sql, before: Date): Promise<number> {
  const rows = await sql.query<{ issue_id: string }>(
    `delete from events where seq in (
      select seq from events where received_at < $1 order by received_at limit $2
    ) returning issue_id`,
    [before.toISOString(), rowsAtOnce],
  )
  const issues = [...new Set(rows.map(({ issue_id }) => issue_id))].sort()
  if (issues.length === 0) return 0
  await sql.query(
    `update issues set latest_event =
      (select id from events where issue_id = issues.id order by seq desc limit 1)
    where id = any($1::text[])`,
    [issues],
  )
  const empty = 'delete from issues where id = any($1::text[]) and latest_event is null'
  await sql.query(empty, [issues])
  return rows.length
}

async function deleteRows(
  sql: Sql,
  table: string,
  before: Date,
  column = 'received_at',
): Promise<number> {
  const rows = await sql.query(
    `delete from ${table} where ctid in (
      select ctid from ${table} where ${column} < $1 limit $2
    ) returning 1`,
    [before.toISOString(), rowsAtOnce],
  )
  return rows.length
}
