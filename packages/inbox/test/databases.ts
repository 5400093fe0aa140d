import { afterAll, describe } from 'vitest'
import { temporaryFolder } from './folders.js'
import { startPostgres, type TestServer } from './setup/postgres.js'

/** A database that an Inbox is started with. */
export interface TestDatabase {
  name: 'embedded' | 'server'
  /** Options of an Inbox on a database that is new and empty; the same ones lead to the same database. */
  create(): Promise<{ dataDir: string } | { database: string }>
}

let server: TestServer | undefined

/** The server that this file's tests share; undefined where none is installed. */
export async function testServer(): Promise<TestServer | undefined> {
  server ??= await startPostgres()
  return server
}

afterAll(async () => {
  await server?.stop()
  server = undefined
})

/** Runs the same tests with both databases; those with a server are left out where none is installed. */
export async function describeDatabases(tests: (database: TestDatabase) => void): Promise<void> {
  const embedded: TestDatabase = {
    name: 'embedded',
    create: async () => ({ dataDir: await temporaryFolder() }),
  }
  describe('embedded', () => tests(embedded))
  const started = await testServer()
  if (!started) return
  const create = async () => ({ database: await started.newDatabase() })
  describe('on a server', () => tests({ name: 'server', create }))
}
