import { createHash } from 'node:crypto'
import { decompress } from '../server/body.js'
import type { Share } from '../server/budget.js'
import { Refusal } from '../server/refusal.js'
import type { Sql } from '../store/database.js'
import { inMebibytes, limits } from './limits.js'
import type { Part } from './multipart.js'

const lifetime = '1 hour'

/**
 * Keeps the chunks of a request until they are asked for by their checksums. Refuses all of them if one is not what it
 * says.
 */
export async function storeChunks(sql: Sql, parts: readonly Part[], share: Share): Promise<void> {
  const chunks = new Map<string, Buffer>()
  for (const part of parts) {
    if (part.name === 'file' || part.name === 'file_gzip') {
      chunks.set(part.filename.toLowerCase(), await contentOf(part, share))
    }
  }
  if (chunks.size === 0)
    throw new Refusal(400, 'The form has no chunks: neither file nor file_gzip.')
  await makeRoom(sql)
  for (const [checksum, content] of chunks) {
    await sql.query(
      `insert into artifact_chunks (checksum, content) values ($1, $2)
        on conflict (checksum) do update set received_at = now()`,
      [checksum, content],
    )
  }
}

/** Those of the checksums that no chunk has arrived for. */
export async function missingChunks(sql: Sql, checksums: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ checksum: string }>(
    'select checksum from artifact_chunks where checksum = any($1::text[])',
    [[...checksums]],
  )
  const known = new Set(rows.map(({ checksum }) => checksum))
  return [...new Set(checksums)].filter((checksum) => !known.has(checksum))
}

/** The chunks one after the other. Rejects with a sentence above the limit of a bundle. */
export async function joinChunks(sql: Sql, checksums: readonly string[]): Promise<Buffer> {
  const contents: Uint8Array[] = []
  let size = 0
  for (const checksum of checksums) {
    const [row] = await sql.query<{ content: Uint8Array }>(
      'select content from artifact_chunks where checksum = $1',
      [checksum],
    )
    size += row?.content.length ?? 0
    if (size > limits.bundle) {
      throw new Refusal(413, `The bundle is larger than ${inMebibytes(limits.bundle)}.`)
    }
    if (row) contents.push(row.content)
  }
  return Buffer.concat(contents)
}

export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex')
}

async function contentOf({ name, filename, content }: Part, share: Share): Promise<Buffer> {
  const plain = name === 'file_gzip' ? await gunzipped(content, filename, share) : content
  if (plain.length > limits.chunk) throw tooLarge(filename)
  if (sha1(plain) === filename.toLowerCase()) return plain
  throw new Refusal(400, `The chunk ${shown(filename)} has another checksum: ${sha1(plain)}.`)
}

async function gunzipped(content: Buffer, filename: string, share: Share): Promise<Buffer> {
  try {
    return await decompress(content, 'gzip', limits.chunk, share)
  } catch (error) {
    if (error instanceof Refusal) throw error
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(filename)
    throw new Refusal(400, `The chunk ${shown(filename)} could not be decompressed as gzip.`)
  }
}

async function makeRoom(sql: Sql): Promise<void> {
  await sql.query(`delete from artifact_chunks where received_at < now() - interval '${lifetime}'`)
  const [row] = await sql.query<{ size: number }>(
    'select coalesce(sum(length(content)), 0) as size from artifact_chunks',
  )
  if ((row?.size ?? 0) < limits.chunks) return
  throw new Refusal(
    413,
    `Chunks of ${inMebibytes(limits.chunks)} wait for their bundles already. They are dropped after ${lifetime}.`,
  )
}

function tooLarge(filename: string): Refusal {
  return new Refusal(
    413,
    `The chunk ${shown(filename)} is larger than ${inMebibytes(limits.chunk)}.`,
  )
}

function shown(filename: string): string {
  return `"${filename.slice(0, 60)}"`
}
