/** When somebody was last told of a spike of an issue: nobody is told twice in an hour. */
export const alertTables: readonly string[] = [
  `create table spike_alerts (
    issue_id text primary key references issues on delete cascade,
    alerted_at timestamptz not null
  )`,
]
