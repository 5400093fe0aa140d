import { existsSync } from 'node:fs'
import { makeSeed } from '../../packages/inbox/src/store/pglite.js'
import { seedUrl } from '../../packages/inbox/src/store/seed.js'
import { writeInboxSeed } from '../../scripts/inbox-seed.js'

/** Tests start many Inboxes, each of which would make a cluster of its own. */
export default async function setup(): Promise<void> {
  if (!existsSync(seedUrl)) await writeInboxSeed({ makeSeed, seedUrl })
}
