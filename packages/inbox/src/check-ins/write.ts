import { randomUUID } from 'node:crypto'
import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import { type NewCheckIn, readCheckIn } from './read.js'

/** Stores check-ins: the end of a job by the id of its beginning, or as the latest of its monitor that has begun. */
export async function writeCheckIns(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const sent = arrivals.flatMap((arrival) =>
    arrival.items.flatMap((item) => readCheckIn(item, arrival) ?? []),
  )
  if (sent.length === 0) return
  await writeMonitors(sql, sent)
  // One by one: each may be about the one before it, and jobs are few.
  for (const checkIn of sent) await write(sql, checkIn)
}

async function writeMonitors(sql: Sql, sent: NewCheckIn[]): Promise<void> {
  const rows = new Map<
    string,
    { project: string; slug: string; environment: string; config: string | null }
  >()
  for (const { project, slug, environment, config } of sent) {
    const key = JSON.stringify([project, slug, environment])
    rows.set(key, { project, slug, environment, config: config ?? rows.get(key)?.config ?? null })
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await insert(
    sql,
    'monitors',
    { project: 'text', slug: 'text', environment: 'text', config: 'text' },
    sorted,
    `on conflict (project, slug, environment)
      do update set config = coalesce(excluded.config, monitors.config)`,
  )
}

async function write(sql: Sql, checkIn: NewCheckIn): Promise<void> {
  const id = checkIn.id ?? (await latestRunning(sql, checkIn)) ?? randomUUID().replaceAll('-', '')
  const { project, slug, environment, receivedAt, status, duration, payload } = checkIn
  const row = { id, project, slug, environment, status, received_at: receivedAt, payload }
  // One that only tells of its end began as long before it as it says that it took.
  const started_at = new Date(Math.max(Date.parse(receivedAt) - (duration ?? 0), 0)).toISOString()
  await insert(
    sql,
    'check_ins',
    columns,
    [{ ...row, started_at, duration: duration ?? null }],
    ending,
  )
}

async function latestRunning(
  sql: Sql,
  { project, slug, environment }: NewCheckIn,
): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `select id from check_ins
    where project = $1 and slug = $2 and environment = $3 and status = 'in_progress'
    order by seq desc limit 1`,
    [project, slug, environment],
  )
  return row?.id
}

const columns = {
  id: 'text',
  project: 'text',
  slug: 'text',
  environment: 'text',
  status: 'text',
  started_at: 'timestamptz',
  received_at: 'timestamptz',
  duration: 'double precision',
  payload: 'text',
}

/** What has ended does not begin again when its beginning arrives late, or twice. */
const ending = `on conflict (project, id) do update set
  status = excluded.status,
  payload = excluded.payload,
  duration = coalesce(
    excluded.duration,
    extract(epoch from excluded.received_at - check_ins.started_at) * 1000
  )
  where check_ins.status = 'in_progress' and excluded.status <> 'in_progress'`
