import type { Sql, SqlValue } from './database.js'

/** The columns of a table that are written, with their types. */
export type Columns<Row> = { [Column in keyof Row & string]: string }

/**
 * Inserts rows of one table in one statement.
 *
 * @param ending what follows, such as `on conflict do nothing returning id`
 */
export async function insert<
  Row extends { [Column in keyof Row]: SqlValue },
  Result extends object,
>(
  sql: Sql,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
  ending = '',
): Promise<Result[]> {
  if (rows.length === 0) return []
  const names = Object.keys(columns) as (keyof Row & string)[]
  return sql.query<Result>(
    `insert into ${table} (${names.join(', ')}) select * from ${unnest(columns)} ${ending}`,
    names.map((name) => rows.map((row) => storable(row[name]))),
  )
}

/** `unnest($1::text[], $2::int[])`: rows as a parameter for each of their columns. */
export function unnest(columns: Record<string, string>, first = 1): string {
  const lists = Object.values(columns).map((type, index) => `$${first + index}::${type}[]`)
  return `unnest(${lists.join(', ')})`
}

/** Rows as what `unnest` takes. */
export function listsOf<Row extends { [Column in keyof Row]: SqlValue }>(
  columns: Columns<Row>,
  rows: readonly Row[],
): SqlValue[] {
  return (Object.keys(columns) as (keyof Row & string)[]).map((name) =>
    rows.map((row) => storable(row[name])),
  )
}

/** PostgreSQL has no place for the character zero. */
function storable(value: SqlValue): SqlValue {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}
