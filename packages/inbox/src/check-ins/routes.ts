import type { CheckInsAnswer } from '../api/answers.js'
import { countParam, textParam } from '../api/query.js'
import type { ApiRequest, Route } from '../api/route.js'
import type { Sql } from '../store/database.js'
import type { CheckInStatus } from './read.js'
import { type Monitoring, readConfig } from './schedule.js'

export const checkInRoutes: readonly Route[] = [
  { method: 'GET', path: '/check-ins', answer: checkIns },
]

const shownCheckIns = 50

async function checkIns({ database, query }: ApiRequest): Promise<CheckInsAnswer> {
  const rows = await latestOf(database, {
    project: textParam(query, 'project') ?? null,
    limit: countParam(query, 'limit', 200, 1000),
  })
  const byMonitor = new Map<string, CheckInRow[]>()
  for (const row of rows) {
    const key = JSON.stringify([row.project, row.slug, row.environment])
    const known = byMonitor.get(key)
    if (known) known.push(row)
    else byMonitor.set(key, [row])
  }
  const now = Date.now()
  return { monitors: [...byMonitor.values()].flatMap((ones) => monitorAnswer(ones, now) ?? []) }
}

interface CheckInRow {
  project: string
  slug: string
  environment: string
  config: string | null
  id: string
  status: CheckInStatus
  started_at: Date
  duration: number | null
}

/** Monitors by their names, with their latest check-ins, newest first. */
function latestOf(
  sql: Sql,
  { project, limit }: { project: string | null; limit: number },
): Promise<CheckInRow[]> {
  return sql.query<CheckInRow>(
    `select shown.project, shown.slug, shown.environment, config, id, status, started_at, duration
    from (
      select * from monitors where $1::text is null or project = $1
      order by slug, environment, project limit $2
    ) as shown,
    lateral (
      select * from check_ins
      where check_ins.project = shown.project and check_ins.slug = shown.slug
        and check_ins.environment = shown.environment
      order by seq desc limit $3
    ) as latest
    order by shown.slug, shown.environment, shown.project, latest.seq desc`,
    [project, limit, shownCheckIns],
  )
}

type Monitor = CheckInsAnswer['monitors'][number]

function monitorAnswer(rows: CheckInRow[], now: number): Monitor | undefined {
  const [latest] = rows
  if (!latest) return undefined
  const { project, slug, environment, config } = latest
  const monitoring = readConfig(config)
  return {
    project,
    slug,
    environment,
    ...dueOf(latest, monitoring, now),
    ...(monitoring.schedule && { schedule: monitoring.schedule.text }),
    checkIns: rows.map((row) => ({
      id: row.id,
      status: statusOf(row, monitoring, now),
      at: row.started_at.toISOString(),
      ...(row.duration !== null && { duration: row.duration }),
    })),
  }
}

/** A job that was due and did not come is missed until it comes again. */
function dueOf(
  latest: CheckInRow,
  monitoring: Monitoring,
  now: number,
): Pick<Monitor, 'status' | 'nextAt'> {
  const { schedule, margin } = monitoring
  const status = statusOf(latest, monitoring, now)
  const due = schedule?.next(latest.started_at.getTime())
  if (!schedule || due === undefined) return { status }
  const isOver = now > due + margin
  const isMissed = isOver && status !== 'in_progress'
  const nextAt = isOver ? schedule.nextAfterMiss(due, now) : due
  return {
    status: isMissed ? 'missed' : status,
    ...(nextAt !== undefined && { nextAt: new Date(nextAt).toISOString() }),
  }
}

function statusOf(row: CheckInRow, { maxRuntime }: Monitoring, now: number): CheckInStatus {
  const isLate = row.status === 'in_progress' && now > row.started_at.getTime() + maxRuntime
  return isLate ? 'timeout' : row.status
}
