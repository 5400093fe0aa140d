import { type IssueRow, issueOf } from '../issues/row.js'
import type { Sql } from '../store/database.js'
import type { Alert } from './alert.js'

/** What happened less often in an hour is no spike. */
export const fewest = 20
const times = 10
const hours = 24

/** The ids of issues that happened often enough for a spike in this hour of the clock, whether there is one or not. */
export async function spikedThisHour(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ issue_id: string }>(
    `select issue_id from issue_hours where hour = date_trunc('hour', now(), 'UTC')
    group by issue_id having sum(count) >= ${fewest}`,
  )
  return rows.map(({ issue_id }) => issue_id)
}

/**
 * Those of some issues of which there is a spike that nobody was told of in the last hour, and notes that somebody is now:
 * at least 20 in this hour, and more than ten times as many as in an hour of the last 24. What is ignored has none.
 */
export async function claimSpikes(sql: Sql, issueIds: string[]): Promise<Alert[]> {
  const rows = await sql.query<IssueRow & { this_hour: number; usual: number }>(
    `select issues.*, this_hour, usual from (
      select issues.id,
        coalesce(sum(issue_hours.count) filter (where hour = now_hour), 0) as this_hour,
        coalesce(sum(issue_hours.count) filter (where hour < now_hour), 0) / ${hours}.0 as usual
      from issues
      join issue_hours on issue_hours.issue_id = issues.id,
      (select date_trunc('hour', now(), 'UTC') as now_hour) as clock
      where issues.id = any($1::text[]) and status <> 'ignored'
        and hour between now_hour - interval '${hours} hours' and now_hour
      group by issues.id
    ) as counted join issues using (id) where this_hour >= ${fewest} and this_hour > ${times} * usual`,
    [issueIds],
  )
  if (rows.length === 0) return []
  const claimed = await claim(sql, rows.map(({ id }) => id).sort())
  return rows
    .filter(({ id }) => claimed.has(id))
    .map((row) => ({
      kind: 'spike',
      issue: issueOf(row),
      spike: { thisHour: row.this_hour, usual: row.usual },
    }))
}

/** Of several Inboxes on one database, and of one that was started again, only one tells. */
async function claim(sql: Sql, issueIds: string[]): Promise<Set<string>> {
  const rows = await sql.query<{ issue_id: string }>(
    `insert into spike_alerts (issue_id, alerted_at) select id, now() from unnest($1::text[]) as id
    on conflict (issue_id) do update set alerted_at = now()
      where spike_alerts.alerted_at <= now() - interval '1 hour'
    returning issue_id`,
    [issueIds],
  )
  return new Set(rows.map(({ issue_id }) => issue_id))
}
