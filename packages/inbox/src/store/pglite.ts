import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type Transaction, types } from '@electric-sql/pglite'
import type { Database, Sql, SqlValue } from './database.js'
import { takeLock } from './lock.js'
import { migrate } from './migrate.js'
import { seedUrl } from './seed.js'
import { unpack } from './unpack.js'

const parsers = {
  [types.INT8]: Number,
  [types.NUMERIC]: Number,
  [types.BYTEA]: (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.slice(2), 'hex')),
}

/** Bytes go as they are, which only the types of PGlite forbid: as text they were twice as many, in several copies. */
const serializers = {
  [types.BYTEA]: (bytes: Uint8Array | string): string => bytes as string,
}

/**
 * Opens the PostgreSQL that is embedded in this process, with its files in a directory, which is made when it is
 * missing. Rejects with a sentence while another process is using the directory.
 */
export async function openPglite(directory: string): Promise<Database> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const release = await takeLock(join(await realpath(directory), 'inbox.lock'))
  try {
    // What was received is nobody's source code.
    await writeFile(join(directory, '.gitignore'), '*\n')
    const database = await open(directory)
    return {
      ...databaseOf(database, directory),
      async close() {
        await database.close()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** A cluster with all tables and no data, to be unpacked where one is wanted. */
export async function makeSeed(): Promise<Blob> {
  const database = await PGlite.create()
  await migrate(databaseOf(database, 'memory'))
  await database.query('checkpoint')
  const seed = await database.dumpDataDir('gzip')
  await database.close()
  return seed
}

function databaseOf(database: PGlite, place: string): Database {
  return {
    ...sqlOf(database),
    place,
    transaction: (work) => database.transaction((transaction) => work(sqlOf(transaction))),
    async reclaim(tables) {
      await database.query(`vacuum (analyze) ${tables.join(', ')}`)
    },
    close: () => database.close(),
  }
}

/** A start that is broken off in the middle of making the cluster begins anew the next time. */
async function open(directory: string): Promise<PGlite> {
  const dataDir = join(directory, 'postgres')
  const unfinished = join(directory, 'unfinished')
  if (existsSync(unfinished)) await rm(dataDir, { recursive: true, force: true })
  if (existsSync(join(dataDir, 'PG_VERSION')))
    return PGlite.create({ dataDir, parsers, serializers })
  await writeFile(unfinished, '')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await chmod(dataDir, 0o700)
  const database = await make(dataDir)
  await rm(unfinished, { force: true })
  return database
}

/** A new cluster is unpacked rather than made, which would take three seconds and 800 MB. */
async function make(dataDir: string): Promise<PGlite> {
  const seed = await readFile(seedUrl).catch(() => undefined)
  if (seed) await unpack(seed, dataDir)
  return PGlite.create({ dataDir, parsers, serializers })
}

function sqlOf(database: PGlite | Transaction): Sql {
  return {
    query: async <Row extends object>(statement: string, values?: SqlValue[]) =>
      (await database.query<Row>(statement, values)).rows,
  }
}
