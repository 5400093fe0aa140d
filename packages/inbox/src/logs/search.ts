import type { LogAnswer } from '../api/answers.js'
import { defined } from '../event/fields.js'
import type { Sql, SqlValue } from '../store/database.js'

export interface LogQuery {
  /** Words that are all to begin some word of the log or of its attributes. */
  text?: string
  level?: string
  project?: string
  trace?: string
  environment?: string
  release?: string
  /** Only those that came before this one. */
  before?: number
  limit: number
}

export interface LogRow {
  seq: number
  project: string
  timestamp: Date
  level: string
  body: string
  trace_id: string | null
  span_id: string | null
  environment: string | null
  release: string | null
  attributes: string
}

/** A frequent word is soon found among the newest; the index is for the others. */
const newest = 2000

/** Logs that a query asks for, newest first. */
export async function searchLogs(sql: Sql, query: LogQuery): Promise<LogAnswer[]> {
  const words = query.text === undefined ? undefined : await wordsOf(sql, query.text)
  if (words === undefined) return read(sql, query)
  const last = query.before ?? (await lastSeq(sql)) + 1
  const near = await read(sql, query, { words, from: last - newest })
  if (near.length >= query.limit) return near
  return read(sql, query, { words, from: 0 })
}

async function lastSeq(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ seq: number | null }>('select max(seq) as seq from logs')
  return row?.seq ?? 0
}

/** A text search that PostgreSQL splits in the same way as what it is to find; undefined without words. */
async function wordsOf(sql: Sql, text: string): Promise<string | undefined> {
  const [row] = await sql.query<{ words: string | null }>(
    `select string_agg(quote_literal(word) || ':*', ' & ') as words
    from regexp_split_to_table($1, '[^[:alnum:]]+') as word where word <> ''`,
    [text],
  )
  return row?.words ?? undefined
}

/** The expression that the index `logs_by_words` is of. */
const indexed = `to_tsvector('simple', regexp_replace(body || ' ' || left(attributes, 65536), '[^[:alnum:]]+', ' ', 'g'))`

async function read(
  sql: Sql,
  query: LogQuery,
  search?: { words: string; from: number },
): Promise<LogAnswer[]> {
  const values: SqlValue[] = []
  const place = (value: SqlValue) => `$${values.push(value)}`
  const conditions = ['true']
  const { level, project, trace: trace_id, environment, release } = query
  for (const [name, value] of Object.entries({ level, project, trace_id, environment, release })) {
    if (value !== undefined) conditions.push(`${name} = ${place(value)}`)
  }
  if (query.before !== undefined) conditions.push(`seq < ${place(query.before)}`)
  if (search) {
    conditions.push(`seq >= ${place(search.from)}`)
    conditions.push(`${indexed} @@ to_tsquery('simple', ${place(search.words)})`)
  }
  const rows = await sql.query<LogRow>(
    `select seq, project, timestamp, level, body, trace_id, span_id, environment, release, attributes
    from logs where ${conditions.join(' and ')} order by seq desc limit ${place(query.limit)}`,
    values,
  )
  return rows.map(logOf)
}

export function logOf(row: LogRow): LogAnswer {
  return defined<LogAnswer>({
    seq: row.seq,
    project: row.project,
    timestamp: row.timestamp.toISOString(),
    level: row.level as LogAnswer['level'],
    body: row.body,
    traceId: row.trace_id ?? undefined,
    spanId: row.span_id ?? undefined,
    environment: row.environment ?? undefined,
    release: row.release ?? undefined,
    attributes: JSON.parse(row.attributes),
  })
}
