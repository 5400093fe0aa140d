import type { Issue } from '../event/stored.js'
import type { Sql, SqlValue } from '../store/database.js'
import { type IssueRow, issueOf } from './row.js'

export interface IssueQuery {
  /** Words that are to occur in the title or the place, or an issue's or event's id. */
  text?: string
  project?: string
  status?: string
  level?: string
  platform?: string
  environment?: string
  release?: string
  /** Tags by their values. */
  tags?: Record<string, string>
  /** @default 'lastSeen' */
  sort?: IssueSort
  /** @default 50 */
  limit?: number
  offset?: number
}

export type IssueSort = 'lastSeen' | 'firstSeen' | 'count' | 'users'

export interface IssuePage {
  issues: (Issue & { trend: number[] })[]
  /** How many there are on all pages. */
  total: number
}

const orders: Record<IssueSort, string> = {
  lastSeen: 'last_seen desc',
  firstSeen: 'first_seen desc',
  count: 'count desc, last_seen desc',
  users: 'users desc, last_seen desc',
}

const hoursOfTrend = 24

/** A page of the issues that a query asks for. */
export async function searchIssues(sql: Sql, query: IssueQuery): Promise<IssuePage> {
  const { where, values } = conditionsOf(query)
  const { limit = 50, offset = 0, sort = 'lastSeen' } = query
  const rows = await sql.query<IssueRow>(
    `select * from issues where ${where} order by ${orders[sort]}, id
    limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, limit, offset],
  )
  const [counted] = await sql.query<{ total: number }>(
    `select count(*) as total from issues where ${where}`,
    values,
  )
  const trends = await trendsOf(
    sql,
    rows.map(({ id }) => id),
  )
  const issues = rows.map((row) => ({ ...issueOf(row), trend: trends.get(row.id) ?? [] }))
  return { issues, total: counted?.total ?? 0 }
}

function conditionsOf(query: IssueQuery): { where: string; values: SqlValue[] } {
  const values: SqlValue[] = []
  const place = (value: SqlValue) => `$${values.push(value)}`
  // An issue is there a moment before its first event; nobody is to see it without.
  const conditions = ['latest_event is not null']
  for (const name of ['project', 'status', 'level', 'platform'] as const) {
    const value = query[name]
    if (value !== undefined) conditions.push(`${name} = ${place(value)}`)
  }
  for (const word of (query.text ?? '').split(/\s+/).filter(Boolean)) {
    const pattern = place(`%${word.replace(/[\\%_]/g, '\\$&')}%`)
    const id = place(word)
    const byEvent = `id = (select issue_id from events where events.id = ${id})`
    conditions.push(
      `(title ilike ${pattern} or culprit ilike ${pattern} or id = ${id} or ${byEvent})`,
    )
  }
  for (const [key, value] of tagsOf(query)) {
    conditions.push(
      `id in (select issue_id from issue_tags where key = ${place(key)} and value = ${place(value)})`,
    )
  }
  return { where: conditions.join(' and '), values }
}

function tagsOf({ environment, release, tags = {} }: IssueQuery): [string, string][] {
  const own = { ...tags, environment, release }
  return Object.entries(own).filter((pair): pair is [string, string] => pair[1] !== undefined)
}

/** Of each issue, how often it happened in each of the last 24 hours, oldest first. */
async function trendsOf(sql: Sql, issueIds: string[]): Promise<Map<string, number[]>> {
  const rows = await sql.query<{ issue_id: string; ago: number; count: number }>(
    `select issue_id, count,
      (extract(epoch from date_trunc('hour', now(), 'UTC') - hour) / 3600)::int as ago
    from issue_hours
    where issue_id = any($1::text[]) and hour > now() - make_interval(hours => $2)`,
    [issueIds, hoursOfTrend],
  )
  const trends = new Map(issueIds.map((id) => [id, Array<number>(hoursOfTrend).fill(0)]))
  for (const { issue_id, ago, count } of rows) {
    const trend = trends.get(issue_id)
    const index = hoursOfTrend - 1 - Math.max(ago, 0)
    if (trend && index >= 0) trend[index] = (trend[index] ?? 0) + count
  }
  return trends
}
