/**
 * When somebody was last told of a spike of an issue: nobody is told twice in an hour. And what is still to be told, for
 * each destination by itself; `omitted` is one row for a destination, with the count of what was too much to be kept.
 */
export const alertTables: readonly string[] = [
  `create table spike_alerts (
    issue_id text primary key references issues on delete cascade,
    alerted_at timestamptz not null
  )`,
  `create table alerts (
    id bigint generated always as identity primary key,
    made_at timestamptz not null default clock_timestamp(),
    destination text not null,
    kind text not null,
    issue text,
    spike text,
    count int not null default 1,
    holder text not null,
    leased_until timestamptz not null
  )`,
  `create unique index alerts_omitted on alerts (destination) where kind = 'omitted'`,
]
