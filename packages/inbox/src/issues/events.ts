import type { EventPayload, SeverityLevel } from '@mayday/core'
import { defined } from '../event/fields.js'
import type { EventRef, StoredEvent, StoredItem } from '../event/stored.js'
import { itemsOf, storedItem } from '../items/read.js'
import type { Arrival, NewEvent } from '../store/arrival.js'
import type { Sql } from '../store/database.js'

interface EventRow {
  id: string
  issue_id: string
  project: string
  received_at: Date
  timestamp: Date
  title: string
  culprit: string
  level: string
  platform: string
  handled: boolean | null
  payload: string
  resolved: string | null
}

const columns =
  'id, issue_id, project, received_at, timestamp, title, culprit, level, platform, handled, payload, resolved'

export async function eventOf(sql: Sql, id: string): Promise<StoredEvent | undefined> {
  const rows = await sql.query<EventRow>(`select ${columns} from events where id = $1`, [id])
  return (await withItems(sql, rows))[0]
}

/** The latest arrivals of all issues, oldest first; all there are without a limit. */
export async function recentEvents(sql: Sql, limit?: number): Promise<StoredEvent[]> {
  const rows = await sql.query<EventRow>(
    `select ${columns} from events order by seq desc ${limit === undefined ? '' : 'limit $1'}`,
    limit === undefined ? [] : [limit],
  )
  return withItems(sql, rows.reverse())
}

/** The newest events of an issue, newest first. */
export async function eventsOfIssue(sql: Sql, issueId: string, limit: number): Promise<EventRef[]> {
  const rows = await sql.query<{ id: string; timestamp: Date }>(
    'select id, timestamp from events where issue_id = $1 order by seq desc limit $2',
    [issueId, limit],
  )
  return rows.map(({ id, timestamp }) => ({ id, timestamp: timestamp.toISOString() }))
}

/** The events that arrived before and after this one in its issue. */
export async function neighboursOf(
  sql: Sql,
  id: string,
): Promise<{ older?: string; newer?: string }> {
  const [row] = await sql.query<{ older: string | null; newer: string | null }>(
    `select
      (select id from events where issue_id = own.issue_id and seq < own.seq order by seq desc limit 1) as older,
      (select id from events where issue_id = own.issue_id and seq > own.seq order by seq limit 1) as newer
    from events as own where id = $1`,
    [id],
  )
  return { ...(row?.older && { older: row.older }), ...(row?.newer && { newer: row.newer }) }
}

async function withItems(sql: Sql, rows: EventRow[]): Promise<StoredEvent[]> {
  if (rows.length === 0) return []
  const items = await itemsOf(
    sql,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => storedEvent(row, items.get(row.id) ?? []))
}

function storedEvent(row: EventRow, items: StoredItem[]): StoredEvent {
  return defined<StoredEvent>({
    id: row.id,
    issueId: row.issue_id,
    project: row.project,
    receivedAt: row.received_at.toISOString(),
    timestamp: row.timestamp.toISOString(),
    title: row.title,
    culprit: row.culprit,
    level: row.level as SeverityLevel,
    platform: row.platform,
    handled: row.handled ?? undefined,
    event: JSON.parse(row.payload) as EventPayload,
    resolved: row.resolved === null ? undefined : JSON.parse(row.resolved),
    items,
  })
}

/** An event as it will be read back, right after it was stored. */
export function storedEventOf(event: NewEvent, { items }: Arrival, issueId: string): StoredEvent {
  const { id, project, receivedAt, timestamp, title, culprit, level, platform, handled } = event
  return defined<StoredEvent>({
    id,
    issueId,
    project,
    receivedAt,
    timestamp,
    title,
    culprit,
    level,
    platform,
    handled,
    event: JSON.parse(event.payload) as EventPayload,
    resolved: event.resolved,
    items: items.map(({ headers, payload }) => storedItem(headers, payload)),
  })
}
