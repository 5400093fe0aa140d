import { artifactTables } from './initial/artifacts.js'
import { digestTables } from './initial/digests.js'
import { discardTables } from './initial/discards.js'
import { eventTables } from './initial/events.js'
import { itemTables } from './initial/items.js'
import { releaseDetailTables } from './initial/release-details.js'
import { sizeTables } from './initial/sizes.js'

/** The statements of each version, in order. What was released once is never changed: a new version follows. */
export const migrations: readonly (readonly string[])[] = [
  [
    ...eventTables,
    ...itemTables,
    ...discardTables,
    ...digestTables,
    ...sizeTables,
    ...artifactTables,
    ...releaseDetailTables,
  ],
]
