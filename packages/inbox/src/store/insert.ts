import type { Sql, SqlValue } from './database.js'

/** The columns of a table that are written, with their types. */
export type Columns<Row> = { [Column in keyof Row & string]: string }

/** Of a statement's values, which the database holds several times while it reads them. */
const mostBytes = 4 * 1024 * 1024

/**
 * Inserts rows of one table, in one statement unless they are huge.
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
  const statement = `insert into ${table} (${Object.keys(columns).join(', ')})
    select * from ${unnest(columns)} ${ending}`
  const results: Result[] = []
  for (const part of partsOf(rows)) {
    for (const result of await sql.query<Result>(statement, listsOf(columns, part)))
      results.push(result)
  }
  return results
}

/** Rows in their order, in lists that are not too large for a statement. */
function partsOf<Row extends { [Column in keyof Row]: SqlValue }>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = []
  let left = 0
  for (const row of rows) {
    const size = sizeOf(row)
    left -= size
    if (left >= 0) parts.at(-1)?.push(row)
    else {
      parts.push([row])
      left = mostBytes - size
    }
  }
  return parts
}

function sizeOf(row: object): number {
  let size = 0
  for (const value of Object.values(row))
    if (typeof value === 'string' || value instanceof Uint8Array) size += value.length
  return size
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

/** PostgreSQL has no place for the character zero. A list is written as text, and bytes in it in hexadecimal. */
function storable(value: SqlValue): SqlValue {
  if (value instanceof Uint8Array) return `\\x${hexOf(value)}`
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
