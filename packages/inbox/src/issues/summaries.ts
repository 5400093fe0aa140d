import type { FiltersAnswer } from '../api/answers.js'
import type { Totals } from '../event/stored.js'
import type { Sql } from '../store/database.js'

const mostValues = 200
const daysShown = 30

/** What issues can be filtered by. */
export async function filtersOf(sql: Sql): Promise<FiltersAnswer> {
  return {
    projects: await distinct(sql, 'project'),
    levels: await distinct(sql, 'level'),
    platforms: await distinct(sql, 'platform'),
    environments: await valuesOf(sql, 'environment'),
    releases: await releasesOf(sql),
  }
}

async function distinct(sql: Sql, column: string): Promise<string[]> {
  const rows = await sql.query<{ value: string }>(
    `select distinct ${column} as value from issues where latest_event is not null order by 1`,
  )
  return rows.map(({ value }) => value)
}

async function valuesOf(sql: Sql, key: string): Promise<string[]> {
  const rows = await sql.query<{ value: string }>(
    'select distinct value from issue_tags where key = $1 order by 1 limit $2',
    [key, mostValues],
  )
  return rows.map(({ value }) => value)
}

async function releasesOf(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ version: string }>(
    'select version from releases group by version order by max(last_seen) desc limit $1',
    [mostValues],
  )
  return rows.map(({ version }) => version)
}

/** How often an issue happened in each of the last 30 days, oldest first. */
export async function daysOf(sql: Sql, issueId: string): Promise<number[]> {
  const rows = await sql.query<{ ago: number; count: number }>(
    `select (extract(epoch from date_trunc('day', now(), 'UTC') - date_trunc('day', hour, 'UTC')) / 86400)::int as ago,
      sum(count) as count
    from issue_hours where issue_id = $1 group by 1`,
    [issueId],
  )
  const days = Array<number>(daysShown).fill(0)
  for (const { ago, count } of rows) {
    const index = daysShown - 1 - Math.max(ago, 0)
    if (index >= 0) days[index] = (days[index] ?? 0) + count
  }
  return days
}

export async function totalsOf(sql: Sql): Promise<Totals> {
  const [row] = await sql.query<{ events: number; issues: number }>(
    `select (select coalesce(sum(quantity), 0) from accepted where category = 'error') as events,
      (select count(*) from issues where latest_event is not null) as issues`,
  )
  const discarded = await sql.query<Totals['discarded'][number]>(
    'select reason, category, sum(quantity) as quantity from discards group by 1, 2 order by 3 desc',
  )
  return { events: row?.events ?? 0, issues: row?.issues ?? 0, discarded }
}
