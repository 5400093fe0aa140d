/** What was said of releases rather than seen in events: when they came out, and their commits as JSON. */
export const releaseDetailTables: readonly string[] = [
  `create table release_details (
    project text not null,
    version text not null,
    released_at timestamptz,
    commits text,
    primary key (project, version)
  )`,
]
