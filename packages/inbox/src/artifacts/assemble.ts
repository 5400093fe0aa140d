import { type Fields, textOf } from '../event/fields.js'
import { Refusal } from '../server/refusal.js'
import type { Database } from '../store/database.js'
import { readBundle } from './bundle.js'
import { joinChunks, missingChunks, sha1 } from './chunks.js'
import { limits } from './limits.js'
import { type BundleKey, hasBundle, storeBundle } from './write.js'

/** What `sentry-cli` is told of a bundle. There is no state in between: the answer comes when all is done. */
export interface AssembleAnswer {
  state: 'ok' | 'not_found' | 'error'
  missingChunks: string[]
  detail: string | null
}

/** What an upload may give new names to. */
export interface Uploaded {
  release: string
  debugIds: string[]
}

interface Order extends BundleKey {
  chunks: string[]
  projects: string[]
}

const longestName = 200

/**
 * Puts a bundle together from its chunks and stores it, or says which chunks it lacks. Once it is stored, `stored` is
 * waited for.
 *
 * @param version the release, where the address rather than the body names it
 */
export async function assemble(
  database: Database,
  body: Fields,
  version: string | undefined,
  stored: (uploaded: Uploaded) => Promise<void>,
): Promise<AssembleAnswer> {
  const order = orderOf(body, version)
  return inTurn(database, () => assembleOrder(database, order, stored))
}

const turns = new WeakMap<Database, Promise<unknown>>()

/** One after the other: each may take hundreds of megabytes of memory. */
function inTurn<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(database) ?? Promise.resolve()).then(work)
  turns.set(
    database,
    turn.catch(() => undefined),
  )
  return turn
}

async function assembleOrder(
  database: Database,
  order: Order,
  stored: (uploaded: Uploaded) => Promise<void>,
): Promise<AssembleAnswer> {
  if (await hasBundle(database, order)) return done
  const missing = await missingChunks(database, order.chunks)
  if (missing.length > 0) return { state: 'not_found', missingChunks: missing, detail: null }
  try {
    await stored(await store(database, order))
    return done
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { state: 'error', missingChunks: [], detail: error.message }
  }
}

const done: AssembleAnswer = { state: 'ok', missingChunks: [], detail: null }

async function store(database: Database, order: Order): Promise<Uploaded> {
  const zip = await joinChunks(database, order.chunks)
  if (sha1(zip) !== order.checksum) {
    throw new Refusal(400, `The chunks together have another checksum: ${sha1(zip)}.`)
  }
  const bundle = await readBundle(zip)
  const key = {
    checksum: order.checksum,
    release: order.release || nameOf(bundle.release),
    dist: order.dist || nameOf(bundle.dist),
  }
  await storeBundle(database, key, order.projects, bundle)
  const debugIds = new Set(bundle.files.flatMap(({ debugId }) => debugId ?? []))
  return { release: key.release, debugIds: [...debugIds] }
}

function orderOf(body: Fields, version: string | undefined): Order {
  const checksum = checksumOf(body.checksum, 'checksum')
  const chunks = Array.isArray(body.chunks) ? body.chunks : []
  if (chunks.length === 0) throw new Refusal(400, 'The bundle has no chunks.')
  if (chunks.length * limits.chunk > 2 * limits.bundle) {
    throw new Refusal(413, `The bundle has too many chunks: ${chunks.length}.`)
  }
  const projects = Array.isArray(body.projects) ? body.projects.slice(0, 100) : []
  return {
    checksum,
    chunks: chunks.map((chunk) => checksumOf(chunk, 'chunks')),
    release: nameOf(version ?? body.version),
    dist: nameOf(body.dist),
    projects: projects.map(nameOf),
  }
}

function checksumOf(value: unknown, where: string): string {
  const checksum = typeof value === 'string' ? value.toLowerCase() : ''
  if (/^[0-9a-f]{40}$/.test(checksum)) return checksum
  throw new Refusal(400, `"${where}" has something that is not a SHA-1 checksum.`)
}

/** PostgreSQL has no place for the character zero. */
export function nameOf(value: unknown): string {
  return (textOf(value) ?? '').slice(0, longestName).replaceAll('\0', '\uFFFD')
}
