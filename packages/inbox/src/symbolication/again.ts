import type { Uploaded } from '../artifacts/assemble.js'
import { eventsWaitingFor, latestOfRelease } from '../artifacts/waiting.js'
import { resolvedExceptionsOf } from '../event/exceptions.js'
import { fieldsOf } from '../event/fields.js'
import { groupHashOf } from '../event/grouping.js'
import type { StoredEvent } from '../event/stored.js'
import { summarise } from '../event/summary.js'
import { eventOf } from '../issues/events.js'
import type { Database, Sql } from '../store/database.js'
import type { Finder } from './finder.js'
import { type Resolution, resolveEvent } from './resolve.js'

const mostEvents = 500
/** Milliseconds: the uploader is waiting. */
const budget = 10_000

/** Looks once more at events that came before what was uploaded now: the newest 500, for ten seconds. */
export async function resolveWaiting(
  database: Database,
  finder: Finder,
  { debugIds, release }: Uploaded,
): Promise<void> {
  const byId = debugIds.length > 0 ? await eventsWaitingFor(database, debugIds, mostEvents) : []
  const byRelease = release === '' ? [] : await latestOfRelease(database, release, mostEvents)
  const end = Date.now() + budget
  for (const id of new Set([...byId, ...byRelease])) {
    if (Date.now() > end) return
    await resolveAgain(database, finder, id)
  }
}

/** Looks for the sources of a stored event, and stores what is found; undefined without such an event. */
export async function resolveAgain(
  database: Database,
  finder: Finder,
  id: string,
): Promise<StoredEvent | undefined> {
  const stored = await eventOf(database, id)
  if (!stored) return undefined
  const event = fieldsOf(stored.event) ?? {}
  const resolution = await resolveEvent(event, finder)
  if (!isBetter(resolution, stored)) return stored
  await database.transaction((sql) => replace(sql, stored, resolution.resolved))
  if (resolution.missingDebugIds.length === 0) {
    await database.query('delete from events_without_maps where event_id = $1', [id])
  }
  return eventOf(database, id)
}

/** What was found once is not lost when a server is no longer there. */
function isBetter({ resolved }: Resolution, stored: StoredEvent): boolean {
  const mapped = (frames: StoredEvent['resolved']) =>
    (frames ?? [])
      .flatMap((stack) => stack ?? [])
      .filter(({ raw, filename }) => raw && raw.filename !== filename).length
  return mapped(resolved) > mapped(stored.resolved)
}

/**
 * The event stays in its issue. What comes from now on is grouped by its sources, and would make a second issue of the
 * same problem: that group leads to this issue, too, unless it has one already.
 */
async function replace(
  sql: Sql,
  stored: StoredEvent,
  resolved: StoredEvent['resolved'],
): Promise<void> {
  const exceptions = resolvedExceptionsOf(stored.event, resolved)
  const { title, culprit } = summarise(stored.event, exceptions)
  await sql.query('update events set resolved = $2, title = $3, culprit = $4 where id = $1', [
    stored.id,
    JSON.stringify(resolved).replaceAll('\\u0000', '\\ufffd'),
    title,
    culprit,
  ])
  await sql.query('update issues set title = $2, culprit = $3 where latest_event = $1', [
    stored.id,
    title,
    culprit,
  ])
  await sql.query(
    'insert into issue_groups (hash, issue_id) values ($1, $2) on conflict do nothing',
    [groupHashOf(stored.project, stored.event, exceptions), stored.issueId],
  )
}
