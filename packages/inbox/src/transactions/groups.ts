import type { Sql } from '../store/database.js'
import { insert, listsOf, unnest } from '../store/insert.js'
import type { NewTransaction } from './read.js'

/** What transactions are counted by. */
interface Group {
  project: string
  name: string
  op: string
  environment: string
  release: string
  last_seen: string
}

const keyColumns = {
  project: 'text',
  name: 'text',
  op: 'text',
  environment: 'text',
  release: 'text',
}
const columns = { ...keyColumns, last_seen: 'timestamptz' }

/** More names than a program has: somebody names transactions by what differs in each. */
const mostGroups = 5000
const others = '<other names>'

/** Finds or makes the groups that transactions are counted in, the one of the name first. */
export async function groupsOf(
  sql: Sql,
  transactions: readonly NewTransaction[],
): Promise<(transaction: NewTransaction) => number[]> {
  const named = transactions.map(groupOf)
  const allowed = await allowedGroups(sql, named)
  const choose = (group: Group) =>
    allowed && !allowed.has(keyOf(group)) ? { ...group, name: others, op: '' } : group
  const ids = await upsert(sql, [...named.map(choose), ...named.map(totalOf)])
  return (transaction) => {
    const group = groupOf(transaction)
    return [choose(group), totalOf(group)].map((one) => ids.get(keyOf(one)) as number)
  }
}

function groupOf({ project, name, op, endedAt, ...rest }: NewTransaction): Group {
  const { environment = '', release = '' } = rest
  return { project, name, op, environment, release, last_seen: endedAt }
}

/** All names of a project together have the name ''. */
function totalOf(group: Group): Group {
  return { ...group, name: '', op: '' }
}

function keyOf({ project, name, op, environment, release }: Omit<Group, 'last_seen'>): string {
  return JSON.stringify([project, name, op, environment, release])
}

/** Those that there are already, when there is no room for more; undefined while there is. */
async function allowedGroups(sql: Sql, groups: Group[]): Promise<Set<string> | undefined> {
  const known = await readGroups(sql, groups)
  const missing = new Set(groups.map(keyOf).filter((key) => !known.has(key)))
  if (missing.size === 0) return undefined
  const [row] = await sql.query<{ count: number }>('select count(*) from transaction_groups')
  return (row?.count ?? 0) + missing.size > mostGroups ? known : undefined
}

async function readGroups(sql: Sql, groups: Group[]): Promise<Set<string>> {
  const names = Object.keys(keyColumns).join(', ')
  const rows = await sql.query<Group>(
    `select ${names} from transaction_groups
    where (${names}) in (select * from ${unnest(keyColumns)})`,
    listsOf<Omit<Group, 'last_seen'>>(keyColumns, groups),
  )
  return new Set(rows.map(keyOf))
}

/** In a steady order, so that two writers never wait for each other. */
async function upsert(sql: Sql, groups: Group[]): Promise<Map<string, number>> {
  const latest = new Map<string, Group>()
  for (const group of groups) {
    const before = latest.get(keyOf(group))
    if (!before || before.last_seen < group.last_seen) latest.set(keyOf(group), group)
  }
  const sorted = [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
  const rows = await insert<Group, Group & { id: number }>(
    sql,
    'transaction_groups',
    columns,
    sorted,
    `on conflict (${Object.keys(keyColumns).join(', ')}) do update set
      last_seen = greatest(transaction_groups.last_seen, excluded.last_seen)
    returning *`,
  )
  return new Map(rows.map((row) => [keyOf(row), row.id]))
}
