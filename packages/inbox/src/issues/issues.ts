import type { Issue, IssueStatus } from '../event/stored.js'
import type { Sql } from '../store/database.js'
import { type IssueRow, issueOf } from './row.js'

export async function findIssue(sql: Sql, id: string): Promise<Issue | undefined> {
  const [row] = await sql.query<IssueRow>(
    'select * from issues where id = $1 and latest_event is not null',
    [id],
  )
  return row && issueOf(row)
}

/** Of each tag of an issue, its most frequent values. */
export async function tagsOfIssue(
  sql: Sql,
  id: string,
): Promise<{ key: string; values: { value: string; count: number }[] }[]> {
  const rows = await sql.query<{ key: string; value: string; count: number }>(
    `select key, value, count from (
      select *, row_number() over (partition by key order by count desc, value) as place
      from issue_tags where issue_id = $1
    ) as ranked where place <= 5 order by key, place`,
    [id],
  )
  const tags = new Map<string, { value: string; count: number }[]>()
  for (const { key, value, count } of rows)
    tags.set(key, [...(tags.get(key) ?? []), { value, count }])
  return [...tags].map(([key, values]) => ({ key, values }))
}

/**
 * Gives an issue a status. One that is resolved opens again when it happens in a newer release than the last that it
 * was seen in, or, where events name no release, when it happens again.
 */
export async function setStatus(
  sql: Sql,
  id: string,
  status: IssueStatus,
): Promise<Issue | undefined> {
  const [row] = await sql.query<IssueRow>(
    `update issues set status = $2::text,
      resolved_at = case when $2::text = 'resolved' then now() end,
      resolved_in = case when $2::text = 'resolved' then last_release end,
      regressed_at = case when $2::text = 'open' then regressed_at end
    where id = $1 returning *`,
    [id, status],
  )
  return row && issueOf(row)
}

/** Makes one issue of two: what belonged to `from` belongs to `into`, and so does what is grouped with it from now on. */
export async function mergeIssues(
  sql: Sql,
  into: string,
  from: string,
): Promise<Issue | undefined> {
  if (into === from) return findIssue(sql, into)
  const rows = await sql.query<IssueRow>(
    'select * from issues where id = any($1::text[]) order by id for update',
    [[into, from]],
  )
  if (rows.length < 2) return undefined
  for (const statement of moves) await sql.query(statement, [into, from])
  await sql.query('delete from issues where id = $1', [from])
  return findIssue(sql, into)
}

const moves = [
  'update issue_groups set issue_id = $1 where issue_id = $2',
  'update events set issue_id = $1 where issue_id = $2',
  `insert into issue_hours select $1, hour, count from issue_hours where issue_id = $2
    on conflict (issue_id, hour) do update set count = issue_hours.count + excluded.count`,
  `insert into issue_tags select $1, key, value, count from issue_tags where issue_id = $2
    on conflict (issue_id, key, value) do update set count = issue_tags.count + excluded.count`,
  `insert into issue_users select $1, user_key from issue_users where issue_id = $2
    on conflict do nothing`,
  `update issues set
    count = issues.count + other.count,
    users = (select count(*) from issue_users where issue_id = $1),
    first_seen = least(issues.first_seen, other.first_seen),
    last_seen = greatest(issues.last_seen, other.last_seen),
    first_release = case when other.first_seen < issues.first_seen
      then coalesce(other.first_release, issues.first_release)
      else coalesce(issues.first_release, other.first_release) end,
    last_release = case when other.last_seen > issues.last_seen
      then coalesce(other.last_release, issues.last_release)
      else coalesce(issues.last_release, other.last_release) end,
    latest_event = (select id from events where issue_id = $1 order by seq desc limit 1)
  from issues as other where issues.id = $1 and other.id = $2`,
]
