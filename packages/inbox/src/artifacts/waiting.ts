import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'

const columns = { debug_id: 'text', event_id: 'text' }

/** Notes which events wait for source maps that are not uploaded yet. */
export async function writeEventsWithoutMaps(
  sql: Sql,
  arrivals: readonly Arrival[],
): Promise<void> {
  const rows = arrivals.flatMap(({ event }) =>
    (event?.missingDebugIds ?? []).map((debug_id) => ({ debug_id, event_id: event?.id ?? '' })),
  )
  await insert(sql, 'events_without_maps', columns, rows, 'on conflict do nothing')
}

/** The newest events that wait for any of these debug ids. */
export async function eventsWaitingFor(
  sql: Sql,
  debugIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from events where id in (
      select event_id from events_without_maps where debug_id = any($1::text[])
    ) order by seq desc limit $2`,
    [[...debugIds], limit],
  )
  return rows.map(({ id }) => id)
}

/** The latest events of the issues that a release has, as far as nothing is known of their sources. */
export async function latestOfRelease(sql: Sql, release: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select events.id from issues join events on events.id = issues.latest_event
      where issues.last_release = $1 and events.release = $1 and events.resolved is null
      order by issues.last_seen desc limit $2`,
    [release, limit],
  )
  return rows.map(({ id }) => id)
}
