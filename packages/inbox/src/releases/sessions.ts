import type { Sql } from '../store/database.js'
import { insert, listsOf, unnest } from '../store/insert.js'
import type { SessionCounts, SessionStatus, SessionUpdate } from './read.js'

interface SessionRow {
  project: string
  sid: string
  release: string
  environment: string
  user_key: string | null
  started_at: string | Date
  received_at: string | Date
  order_of: number
  /** `new` until it is counted. */
  status: SessionStatus | 'new'
  errors: number
  payload: string
}

const columns = {
  project: 'text',
  sid: 'text',
  release: 'text',
  environment: 'text',
  user_key: 'text',
  started_at: 'timestamptz',
  received_at: 'timestamptz',
  order_of: 'bigint',
  status: 'text',
  errors: 'int',
  payload: 'text',
}

/**
 * Stores what updates say of sessions, and gives by how much that changes the counts of their releases. An update that
 * comes again, or late, changes nothing.
 */
export async function updateSessions(
  sql: Sql,
  updates: readonly SessionUpdate[],
): Promise<SessionCounts[]> {
  if (updates.length === 0) return []
  const rows = await lockRows(sql, updates)
  const counts = updates.map((update) => {
    const key = keyOf(update)
    const before = rows.get(key) as SessionRow
    const after = applied(before, update)
    rows.set(key, after)
    return differenceOf(before, after, update)
  })
  await sql.query(updateRows, listsOf(changed, [...rows.values()].map(changedOf)))
  return counts.flatMap((count) => count ?? [])
}

function keyOf({ project, sid }: { project: string; sid: string }): string {
  return JSON.stringify([project, sid])
}

/** The rows as they are, made where they are missing, in a steady order, so that two writers never wait for each other. */
async function lockRows(
  sql: Sql,
  updates: readonly SessionUpdate[],
): Promise<Map<string, SessionRow>> {
  const first = new Map<string, SessionRow>()
  for (const update of updates)
    if (!first.has(keyOf(update))) first.set(keyOf(update), newRow(update))
  const rows = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await insert(sql, 'sessions', columns, rows as StoredRow[], 'on conflict do nothing')
  const locked = await sql.query<SessionRow>(
    `select * from sessions where (project, sid) in
      (select * from ${unnest({ project: 'text', sid: 'text' })})
    order by project, sid for update`,
    [rows.map(({ project }) => project), rows.map(({ sid }) => sid)],
  )
  return new Map(locked.map((row) => [keyOf(row), row]))
}

type StoredRow = SessionRow & { started_at: string; received_at: string }

function newRow(update: SessionUpdate): SessionRow {
  return {
    project: update.project,
    sid: update.sid,
    release: update.release,
    environment: update.environment,
    user_key: update.userKey ?? null,
    started_at: update.startedAt,
    received_at: update.receivedAt,
    order_of: 0,
    status: 'new',
    errors: 0,
    payload: update.payload,
  }
}

/** What a session began with stays, and what has ended does not begin again. */
function applied(row: SessionRow, update: SessionUpdate): SessionRow {
  const errors = Math.max(row.errors, update.errors)
  const isLate = update.order < row.order_of || (isFinal(row.status) && !isFinal(update.status))
  if (isLate && row.status !== 'new') return { ...row, errors }
  const { order: order_of, status, payload } = update
  return { ...row, errors, order_of, status, payload }
}

function isFinal(status: SessionRow['status']): boolean {
  return status !== 'ok' && status !== 'new'
}

function differenceOf(
  before: SessionRow,
  after: SessionRow,
  update: SessionUpdate,
): SessionCounts | undefined {
  const [was, is] = [countsOf(before), countsOf(after)]
  const difference = {
    sessions: is.sessions - was.sessions,
    crashed: is.crashed - was.crashed,
    errored: is.errored - was.errored,
  }
  if (Object.values(difference).every((count) => count === 0)) return undefined
  const { release, environment, user_key } = after
  return {
    ...update,
    release,
    environment,
    ...(user_key !== null && { userKey: user_key }),
    ...difference,
  }
}

function countsOf({ status, errors }: SessionRow) {
  const crashed = status === 'crashed' ? 1 : 0
  const isErrored = errors > 0 || ['errored', 'unhandled', 'abnormal'].includes(status)
  return {
    sessions: status === 'new' ? 0 : 1,
    crashed,
    errored: status !== 'new' && isErrored && crashed === 0 ? 1 : 0,
  }
}

const changed = {
  project: 'text',
  sid: 'text',
  order_of: 'bigint',
  status: 'text',
  errors: 'int',
  payload: 'text',
}

function changedOf({ project, sid, order_of, status, errors, payload }: SessionRow) {
  return { project, sid, order_of, status, errors, payload }
}

const updateRows = `update sessions set
  order_of = new.order_of, status = new.status, errors = new.errors, payload = new.payload
  from ${unnest(changed)} as new (${Object.keys(changed).join(', ')})
  where sessions.project = new.project and sessions.sid = new.sid`
