/** Monitors of jobs, and when these checked in. */
export const checkInTables: readonly string[] = [
  `create table monitors (
    project text not null,
    slug text not null,
    environment text not null,
    config text,
    primary key (project, slug, environment)
  )`,
  `create table check_ins (
    seq bigint generated always as identity primary key,
    id text not null,
    project text not null,
    slug text not null,
    environment text not null,
    status text not null,
    started_at timestamptz not null,
    received_at timestamptz not null,
    duration double precision,
    payload text not null,
    unique (project, id),
    foreign key (project, slug, environment) references monitors on delete cascade
  )`,
  'create index check_ins_by_monitor on check_ins (project, slug, environment, seq desc)',
  'create index check_ins_by_arrival on check_ins (received_at)',
]
