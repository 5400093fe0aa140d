import type { ReleaseAnswer, ReleasesAnswer } from '../api/answers.js'
import { countParam, textParam } from '../api/query.js'
import type { ApiRequest, Route } from '../api/route.js'
import type { Sql } from '../store/database.js'

export const releaseRoutes: readonly Route[] = [
  { method: 'GET', path: '/releases', answer: releases },
]

async function releases({ database, query }: ApiRequest): Promise<ReleasesAnswer> {
  return {
    releases: await releasesOf(database, {
      project: textParam(query, 'project') ?? null,
      environment: textParam(query, 'environment') ?? null,
      limit: countParam(query, 'limit', 100, 500),
    }),
  }
}

interface ReleaseRow {
  project: string
  version: string
  first_seen: Date
  last_seen: Date
  events: number
  new_issues: number
  sessions: number | null
  crashed: number | null
  errored: number | null
  users: number | null
  crashed_users: number | null
}

/** The newest releases; with an environment, those that had sessions in it. */
async function releasesOf(
  sql: Sql,
  {
    project,
    environment,
    limit,
  }: { project: string | null; environment: string | null; limit: number },
): Promise<ReleaseAnswer[]> {
  const rows = await sql.query<ReleaseRow>(
    `select shown.*, sessions, crashed, errored, users, crashed_users,
      (select count(*) from issues
        where issues.project = shown.project and issues.first_release = shown.version) as new_issues
    from (
      select * from releases where ($1::text is null or project = $1)
        and ($2::text is null or exists (select 1 from release_sessions as had
          where had.project = releases.project and had.release = version and environment = $2))
      order by first_seen desc, version limit $3
    ) as shown
    left join release_sessions as went on went.project = shown.project
      and went.release = shown.version and went.environment = coalesce($2, '*')
    order by first_seen desc, version`,
    [project, environment, limit],
  )
  return rows.map(releaseAnswer)
}

function releaseAnswer(row: ReleaseRow): ReleaseAnswer {
  const { sessions, crashed, errored, users, crashed_users } = row
  return {
    project: row.project,
    version: row.version,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    events: row.events,
    newIssues: row.new_issues,
    sessions: sessions ?? 0,
    crashed: crashed ?? 0,
    errored: errored ?? 0,
    users: users ?? 0,
    ...(sessions && { crashFree: 1 - (crashed ?? 0) / sessions }),
    ...(users && { crashFreeUsers: 1 - (crashed_users ?? 0) / users }),
  }
}
