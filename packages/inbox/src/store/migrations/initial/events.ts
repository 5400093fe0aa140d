/**
 * Events, and the issues that they are occurrences of. What lists and charts show of an issue is counted as events
 * arrive, so that no page ever reads all events.
 */
export const eventTables: readonly string[] = [
  `create table issues (
    id text primary key,
    project text not null,
    title text not null,
    culprit text not null,
    level text not null,
    platform text not null,
    handled boolean,
    status text not null default 'open' check (status in ('open', 'resolved', 'ignored')),
    resolved_at timestamptz,
    resolved_in text,
    regressed_at timestamptz,
    count bigint not null default 0,
    users bigint not null default 0,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    first_release text,
    last_release text,
    latest_event text
  )`,
  'create index issues_by_last_seen on issues (last_seen desc)',
  'create index issues_by_first_seen on issues (first_seen desc)',
  // Grouping gives a hash; merging lets several of them lead to one issue.
  `create table issue_groups (
    hash text primary key,
    issue_id text not null references issues on delete cascade
  )`,
  'create index issue_groups_by_issue on issue_groups (issue_id)',
  `create table events (
    seq bigint generated always as identity primary key,
    id text not null unique,
    issue_id text not null references issues on delete cascade,
    hash text not null,
    project text not null,
    received_at timestamptz not null,
    timestamp timestamptz not null,
    title text not null,
    culprit text not null,
    level text not null,
    platform text not null,
    handled boolean,
    environment text,
    release text,
    trace_id text,
    user_key text,
    occurrences int not null,
    size int not null,
    payload text not null,
    resolved text
  )`,
  'create index events_by_issue on events (issue_id, seq desc)',
  'create index events_by_hash on events (hash)',
  'create index events_by_trace on events (trace_id) where trace_id is not null',
  'create index events_by_arrival on events (received_at)',
  `create table issue_hours (
    issue_id text not null references issues on delete cascade,
    hour timestamptz not null,
    count bigint not null,
    primary key (issue_id, hour)
  )`,
  `create table issue_tags (
    issue_id text not null references issues on delete cascade,
    key text not null,
    value text not null,
    count bigint not null,
    primary key (issue_id, key, value)
  )`,
  'create index issue_tags_by_value on issue_tags (key, value)',
  `create table issue_users (
    issue_id text not null references issues on delete cascade,
    user_key text not null,
    primary key (issue_id, user_key)
  )`,
  `create table releases (
    project text not null,
    version text not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    events bigint not null,
    primary key (project, version)
  )`,
]
