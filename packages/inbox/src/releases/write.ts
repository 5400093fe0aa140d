import type { Arrival } from '../store/arrival.js'
import type { Sql } from '../store/database.js'
import { insert, listsOf, unnest } from '../store/insert.js'
import { noteReleases } from './note.js'
import { readSession, readSessions, type SessionCounts } from './read.js'
import { updateSessions } from './sessions.js'

/** Keeps sessions, and counts by release and environment how they went. */
export async function writeSessions(sql: Sql, arrivals: readonly Arrival[]): Promise<void> {
  const items = arrivals.flatMap((arrival) => arrival.items.map((item) => ({ item, arrival })))
  const updates = items.flatMap(({ item, arrival }) => readSession(item, arrival) ?? [])
  const aggregates = items.flatMap(({ item, arrival }) => readSessions(item, arrival))
  const counts = [...(await updateSessions(sql, updates)), ...aggregates].flatMap(inAll)
  if (counts.length === 0) return
  await noteReleases(
    sql,
    counts.map(({ startedAt, ...rest }) => ({ ...rest, seenAt: startedAt })),
  )
  const users = await countUsers(sql, counts)
  const rows = new Map<string, Row>()
  for (const count of counts) add(rows, { ...rowOf(count), ...pick(count) })
  for (const user of users) add(rows, user)
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await insert(sql, 'release_sessions', columns, sorted, adding)
}

/** All environments together are counted by themselves: users of several of them cannot be added up. */
const all = '*'

function inAll(count: SessionCounts): SessionCounts[] {
  return [count, { ...count, environment: all }]
}

const counted = {
  sessions: 'bigint',
  crashed: 'bigint',
  errored: 'bigint',
  users: 'bigint',
  crashed_users: 'bigint',
}
const columns = { project: 'text', release: 'text', environment: 'text', ...counted }

type Row = Key & Record<keyof typeof counted, number>

interface Key {
  project: string
  release: string
  environment: string
}

const adding = `on conflict (project, release, environment) do update set ${Object.keys(counted)
  .map((name) => `${name} = release_sessions.${name} + excluded.${name}`)
  .join(', ')}`

function rowOf({ project, release, environment }: Key): Row {
  const none = { sessions: 0, crashed: 0, errored: 0, users: 0, crashed_users: 0 }
  return { project, release, environment, ...none }
}

function pick({ sessions, crashed, errored }: SessionCounts) {
  return { sessions, crashed, errored }
}

function add(rows: Map<string, Row>, row: Row): void {
  const key = JSON.stringify([row.project, row.release, row.environment])
  const sum = rows.get(key) ?? rowOf(row)
  for (const name of Object.keys(counted) as (keyof typeof counted)[]) sum[name] += row[name]
  rows.set(key, sum)
}

interface UserRow extends Key {
  user_key: string
}

const userColumns = { project: 'text', release: 'text', environment: 'text', user_key: 'text' }

/** Notes who had sessions, and gives how many of them are new to a release, or crash there for the first time. */
async function countUsers(sql: Sql, counts: SessionCounts[]): Promise<Row[]> {
  const seen = counts.filter(({ sessions, crashed }) => sessions > 0 || crashed > 0)
  const added = await insert<UserRow & { crashed: boolean }, Key>(
    sql,
    'release_users',
    { ...userColumns, crashed: 'boolean' },
    usersOf(seen).map((user) => ({ ...user, crashed: false })),
    'on conflict do nothing returning project, release, environment',
  )
  const crashes = usersOf(counts.filter(({ crashed }) => crashed > 0))
  const crashed = await sql.query<Key>(
    `update release_users as known set crashed = true
    from ${unnest(userColumns)} as new (${Object.keys(userColumns).join(', ')})
    where not known.crashed and known.project = new.project and known.release = new.release
      and known.environment = new.environment and known.user_key = new.user_key
    returning known.project, known.release, known.environment`,
    listsOf(userColumns, crashes),
  )
  return [
    ...added.map((key) => ({ ...rowOf(key), users: 1 })),
    ...crashed.map((key) => ({ ...rowOf(key), crashed_users: 1 })),
  ]
}

function usersOf(counts: SessionCounts[]): UserRow[] {
  const users = new Map<string, UserRow>()
  for (const { project, release, environment, userKey } of counts) {
    if (userKey === undefined) continue
    const user = { project, release, environment, user_key: userKey }
    users.set(JSON.stringify(Object.values(user)), user)
  }
  return [...users].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, user]) => user)
}
