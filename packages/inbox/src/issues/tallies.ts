import type { NewEvent } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'

type ByIssue = Map<string, NewEvent[]>

/** Counts when events of issues happened, and with which tags. */
export async function countTags(sql: Sql, byIssue: ByIssue): Promise<void> {
  await insert(
    sql,
    'issue_hours',
    { issue_id: 'text', hour: 'timestamptz', count: 'bigint' },
    tally(byIssue, (event) => [{ hour: `${event.timestamp.slice(0, 13)}:00:00Z` }]),
    adding('issue_hours', 'issue_id, hour'),
  )
  await insert(
    sql,
    'issue_tags',
    { issue_id: 'text', key: 'text', value: 'text', count: 'bigint' },
    tally(byIssue, (event) => tagsOf(event).map(([key, value]) => ({ key, value }))),
    adding('issue_tags', 'issue_id, key, value'),
  )
}

/** Notes to whom the issues happened, and gives how many of these are new to each. */
export async function countUsers(sql: Sql, byIssue: ByIssue): Promise<Map<string, number>> {
  const rows = [...byIssue].flatMap(([issue_id, events]) =>
    [...new Set(events.flatMap(({ userKey }) => userKey ?? []))].map((user_key) => ({
      issue_id,
      user_key,
    })),
  )
  const columns = { issue_id: 'text', user_key: 'text' }
  const ending = 'on conflict do nothing returning issue_id'
  const added = await insert<(typeof rows)[number], { issue_id: string }>(
    sql,
    'issue_users',
    columns,
    rows,
    ending,
  )
  const counts = new Map<string, number>()
  for (const { issue_id } of added) counts.set(issue_id, (counts.get(issue_id) ?? 0) + 1)
  return counts
}

/** Notes which releases there are, and since when. */
export async function countReleases(sql: Sql, events: readonly NewEvent[]): Promise<void> {
  const rows = new Map<string, ReleaseRow>()
  for (const { project, release, timestamp, occurrences } of events) {
    if (release === undefined) continue
    const key = JSON.stringify([project, release])
    const row = rows.get(key)
    const [first_seen, last_seen] = [row?.first_seen ?? timestamp, row?.last_seen ?? timestamp]
    rows.set(key, {
      project,
      version: release,
      first_seen: first_seen < timestamp ? first_seen : timestamp,
      last_seen: last_seen > timestamp ? last_seen : timestamp,
      events: (row?.events ?? 0) + occurrences,
    })
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await insert(sql, 'releases', releaseColumns, sorted, addingRelease)
}

interface ReleaseRow {
  project: string
  version: string
  first_seen: string
  last_seen: string
  events: number
}

const releaseColumns = {
  project: 'text',
  version: 'text',
  first_seen: 'timestamptz',
  last_seen: 'timestamptz',
  events: 'bigint',
}

const addingRelease = `on conflict (project, version) do update set
  first_seen = least(releases.first_seen, excluded.first_seen),
  last_seen = greatest(releases.last_seen, excluded.last_seen),
  events = releases.events + excluded.events`

/** What every event says of itself beside its tags is filtered by in the same way. */
function tagsOf({ environment, release, level, handled, tags }: NewEvent): [string, string][] {
  const own: [string, string | undefined][] = [
    ['environment', environment],
    ['release', release],
    ['level', level],
    ['handled', handled === undefined ? undefined : String(handled)],
  ]
  return [...new Map([...tags, ...own.filter(isKnown)])]
}

function isKnown(pair: [string, string | undefined]): pair is [string, string] {
  return pair[1] !== undefined
}

/** How often each key occurs in each issue, in a steady order, so that two writers never wait for each other. */
function tally<Key extends Record<string, string>>(
  byIssue: ByIssue,
  keysOf: (event: NewEvent) => Key[],
): (Key & { issue_id: string; count: number })[] {
  const rows = new Map<string, Key & { issue_id: string; count: number }>()
  for (const [issue_id, events] of byIssue) {
    for (const event of events) {
      for (const key of keysOf(event)) {
        const name = JSON.stringify([issue_id, ...Object.values(key)])
        const count = (rows.get(name)?.count ?? 0) + event.occurrences
        rows.set(name, { ...key, issue_id, count })
      }
    }
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

function adding(table: string, key: string): string {
  return `on conflict (${key}) do update set count = ${table}.count + excluded.count`
}
