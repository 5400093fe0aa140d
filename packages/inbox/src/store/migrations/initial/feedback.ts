/** What users said. Their events may come later, or never. */
export const feedbackTables: readonly string[] = [
  `create table feedback (
    seq bigint generated always as identity primary key,
    id text not null unique,
    project text not null,
    received_at timestamptz not null,
    name text,
    email text,
    message text not null,
    url text,
    source text,
    event_id text,
    payload text not null
  )`,
  'create index feedback_by_event on feedback (event_id) where event_id is not null',
]
