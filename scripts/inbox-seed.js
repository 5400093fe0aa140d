// Makes the empty PostgreSQL cluster that an Inbox begins with: unpacking it takes a third of the time and half of the
// memory that making one takes.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'

const seed = fileURLToPath(new URL('../packages/inbox/dist/seed.tar.gz', import.meta.url))

export async function buildInboxSeed() {
  const database = await PGlite.create()
  await database.exec('checkpoint')
  const dump = await database.dumpDataDir('gzip')
  await database.close()
  mkdirSync(dirname(seed), { recursive: true })
  // Never half a file: tests may be reading it.
  const draft = join(dirname(seed), `.seed-${process.pid}`)
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()))
  renameSync(draft, seed)
}

export async function buildInboxSeedIfMissing() {
  if (!existsSync(seed)) await buildInboxSeed()
}
