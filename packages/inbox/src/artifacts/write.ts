import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import type { Database, Sql } from '../store/database.js'
import { insert } from '../store/insert.js'
import type { Bundle, BundleFile } from './bundle.js'
import { limits } from './limits.js'

const columns = {
  bundle_id: 'bigint',
  path: 'text',
  url: 'text',
  kind: 'text',
  debug_id: 'text',
  map_reference: 'text',
  content: 'text',
}

/** What a bundle is known by: the same zip may be sent for two releases. */
export interface BundleKey {
  checksum: string
  release: string
  dist: string
}

export async function hasBundle(
  sql: Sql,
  { checksum, release, dist }: BundleKey,
): Promise<boolean> {
  const rows = await sql.query(
    'select 1 from artifact_bundles where checksum = $1 and release = $2 and dist = $3',
    [checksum, release, dist],
  )
  return rows.length > 0
}

/** Stores all of a bundle or nothing; the oldest bundles make room for it. */
export async function storeBundle(
  database: Database,
  key: BundleKey,
  projects: readonly string[],
  { files }: Bundle,
): Promise<void> {
  const contents = new Map<string, string>()
  // Before the transaction: packing takes longer than others should wait.
  for (const file of files) contents.set(file.path, await storeContent(database, file))
  await database.transaction(async (sql) => {
    const id = await insertBundle(sql, key, projects)
    if (id === undefined) return
    const rows = files.map((file) => rowOf(id, file, contents.get(file.path) ?? ''))
    await insert(sql, 'artifacts', columns, rows)
  })
  await dropOldest(database)
}

function rowOf(id: number, file: BundleFile, content: string) {
  return {
    bundle_id: id,
    path: file.path,
    url: file.url,
    kind: file.kind,
    debug_id: file.debugId ?? null,
    map_reference: file.mapReference ?? null,
    content,
  }
}

/** The id of a bundle that is new; undefined if somebody was faster. */
async function insertBundle(
  sql: Sql,
  { checksum, release, dist }: BundleKey,
  projects: readonly string[],
): Promise<number | undefined> {
  const [row] = await sql.query<{ id: number }>(
    `insert into artifact_bundles (checksum, release, dist, projects) values ($1, $2, $3, $4)
      on conflict do nothing returning id`,
    [checksum, release, dist, JSON.stringify(projects)],
  )
  return row?.id
}

async function storeContent(sql: Sql, { content }: BundleFile): Promise<string> {
  const checksum = createHash('sha256').update(content).digest('hex')
  const known = await sql.query(
    'update artifact_contents set stored_at = now() where checksum = $1 returning 1',
    [checksum],
  )
  if (known.length > 0) return checksum
  await sql.query(
    `insert into artifact_contents (checksum, size, packed) values ($1, $2, $3)
      on conflict (checksum) do update set stored_at = now()`,
    [checksum, content.length, await promisify(deflate)(content)],
  )
  return checksum
}

async function dropOldest(sql: Sql): Promise<void> {
  await sql.query(
    `delete from artifact_bundles where id in (
      select id from (
        select bundle_id as id, sum(sum(length(packed))) over (order by bundle_id desc) as so_far
        from artifacts join artifact_contents on checksum = content group by bundle_id
      ) as newest_first where so_far > $1
    )`,
    [limits.kept],
  )
  // Those of a bundle that is being stored at this moment are young.
  await sql.query(
    `delete from artifact_contents where stored_at < now() - interval '1 hour'
      and not exists (select 1 from artifacts where content = checksum)`,
  )
}
