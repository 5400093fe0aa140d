import type { SeverityLevel } from '@mayday/core'
import { defined } from '../event/fields.js'
import type { Issue, IssueStatus } from '../event/stored.js'

/** A row of `issues`. */
export interface IssueRow {
  id: string
  project: string
  title: string
  culprit: string
  level: string
  platform: string
  handled: boolean | null
  status: string
  resolved_at: Date | null
  resolved_in: string | null
  regressed_at: Date | null
  count: number
  users: number
  first_seen: Date
  last_seen: Date
  first_release: string | null
  last_release: string | null
  latest_event: string | null
}

export function issueOf(row: IssueRow): Issue {
  return defined<Issue>({
    id: row.id,
    project: row.project,
    title: row.title,
    culprit: row.culprit,
    level: row.level as SeverityLevel,
    platform: row.platform,
    handled: row.handled ?? undefined,
    status: row.status as IssueStatus,
    regressedAt: row.regressed_at?.toISOString(),
    count: row.count,
    users: row.users,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    firstRelease: row.first_release ?? undefined,
    lastRelease: row.last_release ?? undefined,
    latestEventId: row.latest_event ?? '',
  })
}
