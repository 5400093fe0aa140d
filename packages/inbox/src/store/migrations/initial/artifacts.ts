/** Source maps and scripts that were uploaded, so that a team finds them all in one place. */
export const artifactTables: readonly string[] = [
  // What an upload consists of on its way; kept for an hour.
  `create table artifact_chunks (
    checksum text primary key,
    received_at timestamptz not null default now(),
    content bytea not null
  )`,
  `create table artifact_bundles (
    id bigint generated always as identity primary key,
    checksum text not null,
    release text not null,
    dist text not null,
    projects text not null,
    uploaded_at timestamptz not null default now(),
    unique (checksum, release, dist)
  )`,
  // One build after the other brings the same files.
  `create table artifact_contents (
    checksum text primary key,
    stored_at timestamptz not null default now(),
    size int not null,
    packed bytea not null
  )`,
  `create table artifacts (
    bundle_id bigint not null references artifact_bundles on delete cascade,
    path text not null,
    url text not null,
    kind text not null check (kind in ('script', 'map')),
    debug_id text,
    map_reference text,
    content text not null references artifact_contents,
    primary key (bundle_id, path)
  )`,
  'create index artifacts_by_debug_id on artifacts (debug_id) where debug_id is not null',
  'create index artifacts_by_url on artifacts (url)',
  'create index artifacts_by_content on artifacts (content)',
  'create index artifact_bundles_by_release on artifact_bundles (release, dist)',
  // Events that came before the source maps of their builds.
  `create table events_without_maps (
    debug_id text not null,
    event_id text not null references events (id) on delete cascade,
    primary key (debug_id, event_id)
  )`,
  'create index events_without_maps_by_event on events_without_maps (event_id)',
]
