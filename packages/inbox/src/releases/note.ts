import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'

/** Something that names the release that it comes from. */
export interface Seen {
  project: string
  release?: string
  /** ISO 8601, UTC. */
  seenAt: string
}

const columns = {
  project: 'text',
  version: 'text',
  first_seen: 'timestamptz',
  last_seen: 'timestamptz',
  events: 'bigint',
}

/** Notes releases that were seen in anything but an event: a release without errors is one, too. */
export async function noteReleases(sql: Sql, seen: readonly Seen[]): Promise<void> {
  const rows = new Map<string, Record<'project' | 'version' | 'first_seen' | 'last_seen', string>>()
  for (const { project, release, seenAt } of seen) {
    if (release === undefined) continue
    const key = JSON.stringify([project, release])
    const [first, last] = [rows.get(key)?.first_seen ?? seenAt, rows.get(key)?.last_seen ?? seenAt]
    rows.set(key, {
      project,
      version: release,
      first_seen: first < seenAt ? first : seenAt,
      last_seen: last > seenAt ? last : seenAt,
    })
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  await insert(
    sql,
    'releases',
    columns,
    sorted.map(([, row]) => ({ ...row, events: 0 })),
    `on conflict (project, version) do update set
      first_seen = least(releases.first_seen, excluded.first_seen),
      last_seen = greatest(releases.last_seen, excluded.last_seen)`,
  )
}
