import type { Sql } from './database.js'

/** Deletes everything that has arrived. What was given to understand it stays: source maps, settings. */
export async function clearStore(sql: Sql): Promise<void> {
  await sql.query(`truncate ${arrived.join(', ')} restart identity cascade`)
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
  'alerts',
]
