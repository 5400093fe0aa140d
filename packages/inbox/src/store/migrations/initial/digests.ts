/** What has arrived without an id, for as long as its sender may repeat it. */
export const digestTables: readonly string[] = [
  `create table digests (
    digest text primary key,
    received_at timestamptz not null
  )`,
  'create index digests_by_arrival on digests (received_at)',
]
