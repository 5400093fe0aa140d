/**
 * Sessions, and how they went by release. The environment `*` counts all environments together: a user of two of them
 * is one user.
 */
export const sessionTables: readonly string[] = [
  `create table sessions (
    project text not null,
    sid text not null,
    release text not null,
    environment text not null,
    user_key text,
    started_at timestamptz not null,
    received_at timestamptz not null,
    order_of bigint not null,
    status text not null,
    errors int not null,
    payload text not null,
    primary key (project, sid)
  )`,
  'create index sessions_by_arrival on sessions (received_at)',
  `create table release_sessions (
    project text not null,
    release text not null,
    environment text not null,
    sessions bigint not null,
    crashed bigint not null,
    errored bigint not null,
    users bigint not null,
    crashed_users bigint not null,
    primary key (project, release, environment)
  )`,
  `create table release_users (
    project text not null,
    release text not null,
    environment text not null,
    user_key text not null,
    crashed boolean not null,
    primary key (project, release, environment, user_key)
  )`,
  'create index issues_by_first_release on issues (project, first_release)',
]
