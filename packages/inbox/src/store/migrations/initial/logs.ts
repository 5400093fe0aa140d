/**
 * Logs. Words are split at everything that is no letter and no digit, so that `cart` is found in `/api/cart?id=7`.
 * The expression of the index is repeated in `logs/search.ts`.
 */
export const logTables: readonly string[] = [
  `create table logs (
    seq bigint generated always as identity primary key,
    project text not null,
    received_at timestamptz not null,
    timestamp timestamptz not null,
    level text not null,
    body text not null,
    trace_id text,
    span_id text,
    environment text,
    release text,
    attributes text not null
  )`,
  'create index logs_by_trace on logs (trace_id, seq) where trace_id is not null',
  'create index logs_by_level on logs (level, seq)',
  'create index logs_by_project on logs (project, seq)',
  'create index logs_by_arrival on logs (received_at)',
  `create index logs_by_words on logs using gin (
    to_tsvector('simple', regexp_replace(body || ' ' || left(attributes, 65536), '[^[:alnum:]]+', ' ', 'g'))
  )`,
]
