/**
 * Transactions and their spans. What charts and lists show is counted as they arrive: how many of which duration, in
 * steps of time of four lengths, so that neither reads transactions.
 */
export const transactionTables: readonly string[] = [
  // With the name '' all names of a project are counted together.
  `create table transaction_groups (
    id bigint generated always as identity primary key,
    project text not null,
    name text not null,
    op text not null,
    environment text not null,
    release text not null,
    last_seen timestamptz not null,
    unique (project, name, op, environment, release)
  )`,
  `create table transaction_times (
    step int not null,
    at timestamptz not null,
    group_id bigint not null references transaction_groups on delete cascade,
    bin smallint not null,
    count bigint not null,
    failures bigint not null,
    primary key (step, at, group_id, bin)
  )`,
  'create index transaction_times_by_group on transaction_times (group_id, step, at)',
  `create table transactions (
    seq bigint generated always as identity primary key,
    id text not null unique,
    group_id bigint not null references transaction_groups on delete cascade,
    project text not null,
    received_at timestamptz not null,
    name text not null,
    op text not null,
    status text not null,
    trace_id text not null,
    span_id text not null,
    started_at timestamptz not null,
    duration double precision not null,
    environment text,
    release text,
    is_streamed boolean not null,
    size int not null,
    payload text not null
  )`,
  'create index transactions_by_group on transactions (group_id, seq desc)',
  'create index transactions_by_trace on transactions (trace_id)',
  'create index transactions_by_arrival on transactions (received_at)',
  // Spans that were sent by themselves; those within a transaction's payload stay there.
  `create table spans (
    trace_id text not null,
    span_id text not null,
    segment_id text,
    project text not null,
    received_at timestamptz not null,
    started_at timestamptz not null,
    payload text not null,
    primary key (trace_id, span_id)
  )`,
  'create index spans_by_arrival on spans (received_at)',
]
