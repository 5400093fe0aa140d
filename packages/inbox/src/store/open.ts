import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from './database.js'
import { migrate } from './migrate.js'

export interface StoreOptions {
  /** A directory for the embedded PostgreSQL. By default a new one, which `close()` removes. */
  dataDir?: string
  /** The `postgres://` URL of a server to be used instead. */
  database?: string
}

/** Opens what events are kept in, with all tables. */
export async function openStore({ dataDir, database }: StoreOptions): Promise<Database> {
  const opened = await (database === undefined ? openEmbedded(dataDir) : openServer(database))
  try {
    await migrate(opened)
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function openServer(url: string): Promise<Database> {
  const { openPostgres } = await import('./postgres.js')
  return openPostgres(url)
}

async function openEmbedded(wished: string | undefined): Promise<Database> {
  const { openPglite } = await import('./pglite.js')
  if (wished !== undefined) return openPglite(wished)
  const directory = await mkdtemp(join(tmpdir(), 'mayday-inbox-'))
  const database = await openPglite(directory)
  return {
    ...database,
    async close() {
      await database.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
