import { createHash } from 'node:crypto'
import { migrations } from './migrations/index.js'

/** Other tables are another seed: one that an older build has left is not taken. */
const digest = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12)

/**
 * A cluster with all tables and no data, made by the build: beside `dist/esm` and `dist/cjs`, or in `dist` when this
 * runs from source.
 */
export const seedUrl: URL = new URL(
  `${import.meta.url.endsWith('.ts') ? '../../dist' : '../..'}/seed-${digest}.tar.gz`,
  import.meta.url,
)
