import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type Transaction, types } from '@electric-sql/pglite'
import type { Database, Sql, SqlValue } from './database.js'
import { takeLock } from './lock.js'
import { seedUrl } from './seed.js'

/**
 * Opens the PostgreSQL that is embedded in this process, with its files in a directory, which is made when it is
 * missing. Rejects with a sentence while another process is using the directory.
 */
export async function openPglite(directory: string): Promise<Database> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const release = await takeLock(join(directory, 'inbox.lock'))
  try {
    // What was received is nobody's source code.
    await writeFile(join(directory, '.gitignore'), '*\n')
    const database = await open(join(directory, 'postgres'))
    return {
      ...sqlOf(database),
      place: directory,
      transaction: (work) => database.transaction((transaction) => work(sqlOf(transaction))),
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

/** A new cluster is unpacked rather than made, which would take three seconds and 800 MB. */
async function open(dataDir: string): Promise<PGlite> {
  const parsers = { [types.INT8]: Number, [types.NUMERIC]: Number }
  const isNew = !existsSync(join(dataDir, 'PG_VERSION'))
  const seed = isNew ? await readFile(seedUrl).catch(() => undefined) : undefined
  return PGlite.create({
    dataDir,
    parsers,
    ...(seed && { loadDataDir: new Blob([seed]) }),
  })
}

function sqlOf(database: PGlite | Transaction): Sql {
  return {
    query: async <Row extends object>(statement: string, values?: SqlValue[]) =>
      (await database.query<Row>(statement, values)).rows,
  }
}
