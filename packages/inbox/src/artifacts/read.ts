import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import type { ArtifactsAnswer } from '../api/answers.js'
import type { Sql } from '../store/database.js'
import { limits } from './limits.js'

/** An uploaded file, without its content. */
export interface Artifact {
  bundleId: number
  url: string
  kind: 'script' | 'map'
  debugId: string | null
  mapReference: string | null
  release: string
  dist: string
  uploadedAt: Date
  /** The checksum of its content. */
  content: string
}

const select = `select bundle_id as "bundleId", url, kind, debug_id as "debugId",
  map_reference as "mapReference", release, dist, uploaded_at as "uploadedAt", content
  from artifacts join artifact_bundles on artifact_bundles.id = bundle_id`

export async function hasUploads(sql: Sql): Promise<boolean> {
  return (await sql.query('select 1 from artifact_bundles limit 1')).length > 0
}

/** The files of a debug id, the newest first. */
export async function artifactsOfDebugId(sql: Sql, debugId: string): Promise<Artifact[]> {
  return sql.query<Artifact>(`${select} where debug_id = $1 order by bundle_id desc limit 20`, [
    debugId,
  ])
}

/** The files at any of these addresses in a release, the newest first. */
export async function artifactsOfRelease(
  sql: Sql,
  release: string,
  dist: string,
  urls: readonly string[],
): Promise<Artifact[]> {
  return sql.query<Artifact>(
    `${select} where release = $1 and dist = $2 and url = any($3::text[])
      order by bundle_id desc limit 20`,
    [release, dist, [...urls]],
  )
}

/** A file of the same bundle, by its address. */
export async function artifactInBundle(
  sql: Sql,
  bundleId: number,
  url: string,
): Promise<Artifact | undefined> {
  const rows = await sql.query<Artifact>(`${select} where bundle_id = $1 and url = $2 limit 1`, [
    bundleId,
    url,
  ])
  return rows[0]
}

/** Some of the scripts of a release, or with a debug id: what somebody compares with who did not find theirs. */
export async function uploadedScripts(
  sql: Sql,
  only: 'with debug id' | { release: string },
): Promise<Artifact[]> {
  const [condition, values] =
    only === 'with debug id' ? ['debug_id is not null', []] : ['release = $1', [only.release]]
  return sql.query<Artifact>(
    `${select} where kind = 'script' and ${condition} order by bundle_id desc, url limit 20`,
    values,
  )
}

/** The text of an uploaded file. */
export async function contentOf(sql: Sql, checksum: string): Promise<string> {
  const [row] = await sql.query<{ packed: Uint8Array }>(
    'select packed from artifact_contents where checksum = $1',
    [checksum],
  )
  if (!row) throw new Error('The uploaded file was dropped to make room.')
  const bytes = await promisify(inflate)(row.packed, { maxOutputLength: limits.file })
  return (bytes as Buffer).toString('utf8')
}

/** The latest hundred uploads, the newest first. */
export async function uploadedBundles(sql: Sql): Promise<ArtifactsAnswer> {
  const rows = await sql.query<BundleRow>(
    `select id, release, dist, projects, uploaded_at, count(path) as files,
      count(distinct debug_id) as debug_ids, coalesce(sum(length(packed)), 0) as size
    from (select * from artifact_bundles order by id desc limit 100) as latest
      left join artifacts on bundle_id = id
      left join artifact_contents on artifact_contents.checksum = content
    group by id, release, dist, projects, uploaded_at order by id desc`,
  )
  const bundles = rows.map(({ uploaded_at, debug_ids, projects, ...rest }) => ({
    ...rest,
    projects: JSON.parse(projects) as string[],
    uploadedAt: uploaded_at.toISOString(),
    debugIds: debug_ids,
  }))
  const [all] = await sql.query<{ size: number }>(
    'select coalesce(sum(length(packed)), 0) as size from artifact_contents',
  )
  return { bundles, size: all?.size ?? 0 }
}

interface BundleRow {
  id: number
  release: string
  dist: string
  projects: string
  uploaded_at: Date
  files: number
  debug_ids: number
  size: number
}
