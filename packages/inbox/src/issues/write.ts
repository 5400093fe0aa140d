import type { IssueChange } from '../event/stored.js'
import type { Arrival, NewEvent, Outcome } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert, listsOf, unnest } from '../store/insert.js'
import { isRegression } from './regression.js'
import { type IssueRow, issueOf } from './row.js'
import { countReleases, countTags, countUsers } from './tallies.js'

/**
 * Stores the events of arrivals and counts them in their issues. Gives an outcome for each arrival, in their order; an
 * event whose id is known, or comes twice among them, is a duplicate.
 */
export async function writeEvents(sql: Sql, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const sent = arrivals.flatMap(({ event }) => event ?? [])
  if (sent.length === 0) return arrivals.map(() => ({ isDuplicate: false }))
  const events = await unknown(sql, sent)
  const groups = await groupsOf(sql, events)
  const stored = await insertEvents(sql, events, groups)
  const fresh = events.filter(({ id }) => stored.has(id))
  const changes = await countInIssues(sql, fresh, groups)
  return arrivals.map(({ event }) => outcomeOf(event, stored, changes, groups))
}

/** A repeat may be grouped in another way than before, and is not to make an issue that stays empty. */
async function unknown(sql: Sql, events: NewEvent[]): Promise<NewEvent[]> {
  const byId = new Map<string, NewEvent>()
  for (const event of events) if (!byId.has(event.id)) byId.set(event.id, event)
  const rows = await sql.query<{ id: string }>('select id from events where id = any($1::text[])', [
    [...byId.keys()],
  ])
  for (const { id } of rows) byId.delete(id)
  return [...byId.values()]
}

/** The issue of each hash; new ones are made. In the order of their ids, so that two writers never wait for each other. */
async function groupsOf(sql: Sql, events: NewEvent[]): Promise<Map<string, string>> {
  const firstOf = new Map<string, NewEvent>()
  for (const event of events) if (!firstOf.has(event.hash)) firstOf.set(event.hash, event)
  const hashes = [...firstOf.keys()].sort()
  const known = await readGroups(sql, hashes)
  const missing = hashes.filter((hash) => !known.has(hash))
  if (missing.length === 0) return known
  await insert(
    sql,
    'issues',
    issueColumns,
    missing.map((hash) => newIssue(hash, firstOf.get(hash) as NewEvent)),
    nothing,
  )
  const rows = missing.map((hash) => ({ hash, issue_id: hash }))
  await insert(sql, 'issue_groups', { hash: 'text', issue_id: 'text' }, rows, nothing)
  return readGroups(sql, hashes)
}

const nothing = 'on conflict do nothing'

async function readGroups(sql: Sql, hashes: string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ hash: string; issue_id: string }>(
    'select hash, issue_id from issue_groups where hash = any($1::text[])',
    [hashes],
  )
  return new Map(rows.map(({ hash, issue_id }) => [hash, issue_id]))
}

const issueColumns = {
  id: 'text',
  project: 'text',
  title: 'text',
  culprit: 'text',
  level: 'text',
  platform: 'text',
  first_seen: 'timestamptz',
  last_seen: 'timestamptz',
}

function newIssue(hash: string, event: NewEvent) {
  const { project, title, culprit, level, platform, timestamp } = event
  const [first_seen, last_seen] = [timestamp, timestamp]
  return { id: hash, project, title, culprit, level, platform, first_seen, last_seen }
}

const eventColumns = {
  id: 'text',
  issue_id: 'text',
  hash: 'text',
  project: 'text',
  received_at: 'timestamptz',
  timestamp: 'timestamptz',
  title: 'text',
  culprit: 'text',
  level: 'text',
  platform: 'text',
  handled: 'boolean',
  environment: 'text',
  release: 'text',
  trace_id: 'text',
  user_key: 'text',
  occurrences: 'int',
  size: 'int',
  payload: 'text',
  resolved: 'text',
}

/** The ids that were not there before. */
async function insertEvents(
  sql: Sql,
  events: NewEvent[],
  groups: Map<string, string>,
): Promise<Set<string>> {
  const rows = events.map((event) => ({
    id: event.id,
    issue_id: issueIdOf(event, groups),
    hash: event.hash,
    project: event.project,
    received_at: event.receivedAt,
    timestamp: event.timestamp,
    title: event.title,
    culprit: event.culprit,
    level: event.level,
    platform: event.platform,
    handled: event.handled ?? null,
    environment: event.environment ?? null,
    release: event.release ?? null,
    trace_id: event.traceId ?? null,
    user_key: event.userKey ?? null,
    occurrences: event.occurrences,
    size: event.payload.length,
    payload: event.payload,
    resolved: event.resolved ? JSON.stringify(event.resolved) : null,
  }))
  const ending = 'on conflict (id) do nothing returning id'
  const stored = await insert<(typeof rows)[number], { id: string }>(
    sql,
    'events',
    eventColumns,
    rows,
    ending,
  )
  return new Set(stored.map(({ id }) => id))
}

function issueIdOf({ hash }: NewEvent, groups: Map<string, string>): string {
  return groups.get(hash) ?? hash
}

/** By the id of the event that made the change. */
type Changes = Map<string, IssueChange>

interface Counted {
  row: IssueRow
  changes: Changes
}

async function countInIssues(
  sql: Sql,
  events: NewEvent[],
  groups: Map<string, string>,
): Promise<Map<string, Counted>> {
  const byIssue = new Map<string, NewEvent[]>()
  for (const event of events) {
    const id = issueIdOf(event, groups)
    byIssue.set(id, [...(byIssue.get(id) ?? []), event])
  }
  const ids = [...byIssue.keys()].sort()
  const before = await sql.query<IssueRow>(
    'select * from issues where id = any($1::text[]) order by id for update',
    [ids],
  )
  await countTags(sql, byIssue)
  await countReleases(sql, events)
  const users = await countUsers(sql, byIssue)
  const changes = new Map(before.map((row) => [row.id, changesOf(row, byIssue.get(row.id) ?? [])]))
  const totals = before.map((row) =>
    totalOf(row, byIssue.get(row.id) ?? [], changes.get(row.id) as Changes, users.get(row.id)),
  )
  const after = await sql.query<IssueRow>(updateIssues, listsOf(totalColumns, totals))
  return new Map(after.map((row) => [row.id, { row, changes: changes.get(row.id) ?? new Map() }]))
}

/** The event that made the issue, or the first that brought it back. */
function changesOf(row: IssueRow, events: NewEvent[]): Changes {
  const [first] = events
  if (row.latest_event === null && first) return new Map([[first.id, 'new']])
  const back = events.find((event) => isRegression(row, event))
  return new Map(back ? [[back.id, 'regression']] : [])
}

const totalColumns = {
  id: 'text',
  title: 'text',
  culprit: 'text',
  level: 'text',
  platform: 'text',
  handled: 'boolean',
  users: 'bigint',
  occurrences: 'bigint',
  first_seen: 'timestamptz',
  last_seen: 'timestamptz',
  first_release: 'text',
  last_release: 'text',
  latest_event: 'text',
  regressed_at: 'timestamptz',
}

function totalOf(row: IssueRow, events: NewEvent[], changes: Changes, users = 0) {
  const times = events.map(({ timestamp }) => timestamp).sort()
  const latest = events.at(-1) as NewEvent
  const releases = events.flatMap(({ release }) => release ?? [])
  const isBack = [...changes.values()].includes('regression')
  return {
    id: row.id,
    title: latest.title,
    culprit: latest.culprit,
    level: latest.level,
    platform: latest.platform,
    handled: latest.handled ?? null,
    users,
    occurrences: events.reduce((sum, { occurrences }) => sum + occurrences, 0),
    first_seen: times[0] ?? latest.timestamp,
    last_seen: times.at(-1) ?? latest.timestamp,
    first_release: releases[0] ?? null,
    last_release: releases.at(-1) ?? null,
    latest_event: latest.id,
    regressed_at: isBack ? latest.timestamp : null,
  }
}

const updateIssues = `update issues set
  title = new.title,
  culprit = new.culprit,
  level = new.level,
  platform = new.platform,
  handled = new.handled,
  count = issues.count + new.occurrences,
  first_seen = least(issues.first_seen, new.first_seen),
  last_seen = greatest(issues.last_seen, new.last_seen),
  first_release = coalesce(issues.first_release, new.first_release),
  last_release = coalesce(new.last_release, issues.last_release),
  latest_event = new.latest_event,
  regressed_at = coalesce(new.regressed_at, issues.regressed_at),
  status = case when new.regressed_at is null then issues.status else 'open' end,
  users = issues.users + new.users
  from ${unnest(totalColumns)} as new (${Object.keys(totalColumns).join(', ')})
  where issues.id = new.id
  returning issues.*`

function outcomeOf(
  event: NewEvent | undefined,
  stored: Set<string>,
  counted: Map<string, Counted>,
  groups: Map<string, string>,
): Outcome {
  if (!event) return { isDuplicate: false }
  if (!stored.delete(event.id)) return { isDuplicate: true }
  const found = counted.get(issueIdOf(event, groups))
  if (!found) return { isDuplicate: false }
  const change = found.changes.get(event.id)
  return { isDuplicate: false, issue: issueOf(found.row), ...(change && { change }) }
}
