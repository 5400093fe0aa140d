/** What else was in envelopes, as it came: attachments, and everything that has no table of its own. */
export const itemTables: readonly string[] = [
  `create table items (
    seq bigint generated always as identity primary key,
    event_id text,
    project text not null,
    received_at timestamptz not null,
    type text not null,
    headers text not null,
    size int not null,
    payload bytea not null
  )`,
  'create index items_by_event on items (event_id) where event_id is not null',
  'create index items_by_type on items (type, seq)',
]
