import type { Fields } from '../event/fields.js'
import { timeOf } from '../event/time.js'
import { Refusal } from '../server/refusal.js'
import type { Sql } from '../store/database.js'
import { nameOf } from './assemble.js'

/** A release as `sentry-cli` reads it. */
export interface ReleaseForCli {
  version: string
  shortVersion: string
  url: null
  dateCreated: string
  dateReleased: string | null
  lastEvent: string | null
  newGroups: number
  commitCount: number
  projects: { slug: string; name: string }[]
}

interface ReleaseRow {
  project: string
  version: string
  first_seen: Date
  last_seen: Date
  events: number
  released_at: Date | null
  commits: string | null
}

const select = `select releases.project, releases.version, first_seen, last_seen, events, released_at, commits
  from releases left join release_details using (project, version)`

const mostCommits = 1000

/** Makes a release known before its first event, and notes when it was finalized and what its commits are. */
export async function putRelease(
  sql: Sql,
  version: string,
  projects: readonly string[],
  body: Fields,
): Promise<ReleaseForCli> {
  if (version === '') throw new Refusal(400, 'The release has no version.')
  const meant = projects.length > 0 ? projects : await projectsOf(sql, version)
  if (meant.length === 0) throw new Refusal(400, 'The release has no project.')
  const released = body.dateReleased == null ? null : timeOf(body.dateReleased, new Date())
  const commits = Array.isArray(body.commits)
    ? JSON.stringify(body.commits.slice(0, mostCommits))
    : null
  for (const project of meant) {
    await sql.query(
      `insert into releases (project, version, first_seen, last_seen, events)
        values ($1, $2, now(), now(), 0) on conflict do nothing`,
      [project, version],
    )
    await sql.query(
      `insert into release_details (project, version, released_at, commits) values ($1, $2, $3, $4)
        on conflict (project, version) do update set
          released_at = coalesce(excluded.released_at, release_details.released_at),
          commits = coalesce(excluded.commits, release_details.commits)`,
      [project, version, released, commits],
    )
  }
  return (await releaseOf(sql, version)) as ReleaseForCli
}

export async function releaseOf(sql: Sql, version: string): Promise<ReleaseForCli | undefined> {
  const rows = await sql.query<ReleaseRow>(`${select} where releases.version = $1 limit 100`, [
    version,
  ])
  return releasesIn(rows)[0]
}

/** The newest hundred of a project. */
export async function releasesOf(sql: Sql, project: string): Promise<ReleaseForCli[]> {
  const rows = await sql.query<ReleaseRow>(
    `${select} where releases.project = $1 order by first_seen desc limit 100`,
    [project],
  )
  return releasesIn(rows)
}

/** The projects that a body names, or the one of the address. */
export function projectsIn(body: Fields, project: string | undefined): string[] {
  if (project !== undefined) return [project]
  return Array.isArray(body.projects) ? body.projects.slice(0, 100).map(nameOf).filter(Boolean) : []
}

async function projectsOf(sql: Sql, version: string): Promise<string[]> {
  const rows = await sql.query<{ project: string }>(
    'select project from releases where version = $1 order by project limit 100',
    [version],
  )
  return rows.map(({ project }) => project)
}

function releasesIn(rows: readonly ReleaseRow[]): ReleaseForCli[] {
  const versions = [...new Set(rows.map(({ version }) => version))]
  return versions.map((version) => releaseIn(rows.filter((row) => row.version === version)))
}

function releaseIn(rows: readonly ReleaseRow[]): ReleaseForCli {
  const [first] = rows as [ReleaseRow, ...ReleaseRow[]]
  const commits = rows.find((row) => row.commits !== null)?.commits
  return {
    version: first.version,
    shortVersion: first.version,
    url: null,
    dateCreated: first.first_seen.toISOString(),
    dateReleased: first.released_at?.toISOString() ?? null,
    lastEvent: first.events > 0 ? first.last_seen.toISOString() : null,
    newGroups: 0,
    commitCount: commits == null ? 0 : (JSON.parse(commits) as unknown[]).length,
    projects: rows.map(({ project }) => ({ slug: project, name: project })),
  }
}
