import type { Sql } from './database.js'

/** Deletes everything that has arrived. What was given to understand it stays: source maps, settings. */
export async function clearStore(sql: Sql): Promise<void> {
  await sql.query(`truncate ${arrived.join(', ')} restart identity cascade`)
  // Whoever is telling of one removes it by its id, which no other alert is ever to have.
  await sql.query('delete from alerts')
}

const arrived = [
  'issues',
  'releases',
  'items',
  'discards',
  'accepted',
  'digests',
  'arrived_bytes',
  'transaction_groups',
  'spans',
  'sessions',
  'release_sessions',
  'release_users',
  'logs',
  'feedback',
  'monitors',
  'release_details',
]
