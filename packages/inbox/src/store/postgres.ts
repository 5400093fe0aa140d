import pg from 'pg'
import type { Database, Sql, SqlValue } from './database.js'

const connections = 8

/** Opens a PostgreSQL server by its URL. Rejects with a sentence when it does not answer. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: connections, types: numbers() })
  // A connection may break at any time, also between two statements; the next one tells, or gets another connection.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const place = withoutPassword(url)
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end()
    throw new Error(`The database ${place} cannot be used: ${reasonOf(error)}`)
  }
  return {
    ...sqlOf(pool),
    place,
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  }
}

/**
 * Transactions of all Inboxes on a server run one after another, as they do in an embedded database: whoever writes may
 * touch rows in any order, and what it has read stays true. Plain queries do not wait.
 */
const begin = 'begin isolation level read committed; select pg_advisory_xact_lock(6290119)'

async function inTransaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await work(sqlOf(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    // A connection on which not even that works is not given to anybody else.
    client.release(broken)
  }
}

function sqlOf(database: pg.Pool | pg.PoolClient): Sql {
  return {
    query: async <Row extends object>(statement: string, values?: SqlValue[]) =>
      (await database.query<Row>(statement, values?.map(bytes))).rows,
  }
}

function bytes(value: SqlValue): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value
}

/** Counts come as numbers: none of ours gets near the point where these lose digits. */
function numbers(): pg.CustomTypesConfig {
  const { INT8, NUMERIC } = pg.types.builtins
  return {
    getTypeParser: (type: number, format?: 'text' | 'binary') =>
      type === INT8 || type === NUMERIC ? Number : pg.types.getTypeParser(type, format),
  } as pg.CustomTypesConfig
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'that was named'
  const parsed = new URL(url)
  parsed.password = ''
  return parsed.href
}

/** A host with several addresses fails with an error for each of them, and no message of its own. */
function reasonOf(error: unknown): string {
  const { message, errors } = error as AggregateError
  return message || errors?.map((one: Error) => one.message).join(', ') || String(error)
}
