import type { Issue } from '../event/stored.js'
import type { Database, Sql } from '../store/database.js'
import { listsOf, unnest } from '../store/insert.js'
import type { Alert, Batch } from './alert.js'
import type { AlertKind } from './options.js'

/** What is kept for a destination that is away: so many alerts, and for as long. */
const most = 1000
const age = `interval '1 day'`
/** Longer than any pause between two attempts, so that nobody else tells what is under way. */
const lease = `interval '7 minutes'`

/** An alert, and the id of a destination that wants it. */
export interface Addressed {
  destination: string
  alert: Alert
}

/** What one destination is to be told next. */
export interface Parcel extends Batch {
  /** What is to be removed once it was told. */
  rows: readonly Row[]
}

interface Row {
  id: number
  kind: AlertKind | 'omitted'
  issue: string
  spike: string | null
  count: number
}

const columns = { destination: 'text', kind: 'text', issue: 'text', spike: 'text' }

/**
 * What is still to be told, in the database: written in the transaction of what it tells of, so that neither is there
 * without the other. A row is held by one Inbox until its lease runs out.
 */
export class Outbox {
  private added = 0

  constructor(
    private readonly database: Database,
    /** This Inbox, for as long as it runs. */
    private readonly holder: string,
    /** Nobody else uses the database: what is held was held by one that is dead. */
    private readonly isAlone: boolean,
  ) {}

  /** Keeps alerts for their destinations. One statement, or none; of a flood, now and then two more. */
  async add(sql: Sql, addressed: readonly Addressed[]): Promise<void> {
    if (addressed.length === 0) return
    const rows = addressed.map(({ destination, alert: { kind, issue, spike } }) => ({
      destination,
      kind,
      issue: JSON.stringify(issue),
      spike: spike ? JSON.stringify(spike) : null,
    }))
    await sql.query(
      `insert into alerts (${Object.keys(columns).join(', ')}, holder, leased_until)
      select *, $5, clock_timestamp() + ${lease} from ${unnest(columns)}`,
      [...listsOf<(typeof rows)[number]>(columns, rows), this.holder],
    )
    this.added += rows.length
    if (this.added < most) return
    this.added = 0
    await trim(sql)
  }

  /** Everything that a destination is still to be told and no other Inbox holds; it is held by this one from now on. */
  take(destination: string): Promise<Parcel> {
    return this.database.transaction(async (sql) => {
      await trim(sql)
      const rows = await sql.query<Row>(
        `update alerts set holder = $2, leased_until = clock_timestamp() + ${lease}
        where destination = $1 and (holder = $2 or leased_until < clock_timestamp() or $3)
        returning id, kind, issue, spike, count`,
        [destination, this.holder, this.isAlone],
      )
      return parcelOf(rows.sort((a, b) => a.id - b.id))
    })
  }

  /** Of what was omitted, more may have come meanwhile: then it is told again, rather than lost. */
  async remove(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    await this.database.query(
      `delete from alerts using ${unnest({ id: 'bigint', count: 'int' })} as told (id, count)
      where alerts.id = told.id and alerts.count = told.count`,
      [rows.map(({ id }) => id), rows.map(({ count }) => count)],
    )
  }

  /** Lets go of what it holds, for others to tell. */
  async release(): Promise<void> {
    await this.database.query(
      'update alerts set leased_until = clock_timestamp() where holder = $1',
      [this.holder],
    )
  }
}

function parcelOf(rows: Row[]): Parcel {
  const kept = rows.flatMap(({ kind, issue, spike }) =>
    kind === 'omitted'
      ? []
      : { kind, issue: JSON.parse(issue) as Issue, ...(spike && { spike: JSON.parse(spike) }) },
  )
  const omitted = rows.reduce((sum, { kind, count }) => sum + (kind === 'omitted' ? count : 0), 0)
  return { alerts: kept, omitted, rows }
}

/** Counts what is too old or too many instead of keeping it; the count, too, goes after a day without more. */
async function trim(sql: Sql): Promise<void> {
  await sql.query(
    `delete from alerts where kind = 'omitted' and made_at < clock_timestamp() - ${age}`,
  )
  await sql.query(
    `with gone as (
      delete from alerts where id in (
        select id from (
          select id, made_at, row_number() over (partition by destination order by id desc) as nth
          from alerts where kind <> 'omitted'
        ) as ranked where nth > ${most} or made_at < clock_timestamp() - ${age}
      ) returning destination, holder, leased_until
    )
    insert into alerts (destination, kind, count, holder, leased_until)
    select destination, 'omitted', count(*), min(holder), min(leased_until) from gone group by destination
    on conflict (destination) where kind = 'omitted'
    do update set count = alerts.count + excluded.count, made_at = clock_timestamp()`,
  )
}
