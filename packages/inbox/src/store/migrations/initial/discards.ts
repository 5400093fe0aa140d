/** What senders say they captured and never sent, by the hour in which they said so. */
export const discardTables: readonly string[] = [
  `create table discards (
    project text not null,
    reason text not null,
    category text not null,
    hour timestamptz not null,
    quantity bigint not null,
    primary key (project, reason, category, hour)
  )`,
]

/** What has arrived and was new, by the hour of its arrival. */
export const acceptedTables: readonly string[] = [
  `create table accepted (
    project text not null,
    category text not null,
    hour timestamptz not null,
    quantity bigint not null,
    primary key (project, category, hour)
  )`,
]
