/** How many bytes arrived in which minute, of what is still kept. */
export const sizeTables: readonly string[] = [
  `create table arrived_bytes (
    minute timestamptz primary key,
    bytes bigint not null
  )`,
  'create index items_by_arrival on items (received_at)',
]
