import type { Database, Sql } from './database.js'
import { migrations } from './migrations/index.js'

/**
 * Brings the tables to what this version of the Inbox expects. Rejects with a sentence when a newer version has been there.
 */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query('create table if not exists mayday_migrations (version int primary key)')
    const done = await sql.query<{ version: number }>('select version from mayday_migrations')
    const reached = Math.max(0, ...done.map(({ version }) => version))
    if (reached > migrations.length) throw new Error(tooNew(database.place))
    for (const [index, statements] of migrations.entries()) {
      if (index + 1 > reached) await run(sql, index + 1, statements)
    }
  })
}

async function run(sql: Sql, version: number, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.query(statement)
  await sql.query('insert into mayday_migrations (version) values ($1)', [version])
}

function tooNew(place: string): string {
  return `The data in ${place} are of a newer version of the Inbox. Update this one, or use other data.`
}
