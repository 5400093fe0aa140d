import { refusal } from './refusal.js'

/** The longest first line that receivers read; in bytes. */
const MAX_HEAD = 8192

/** By what it begins with: middleware may have unpacked the body, and left the header that says it is packed. */
export function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b
}

/** The DSN in the envelope's first line, unchecked; no more than that line is unpacked or read. */
export async function dsnIn(body: Uint8Array): Promise<unknown> {
  try {
    const head = isGzip(body)
      ? await unpackedHead(body)
      : Buffer.from(body.subarray(0, MAX_HEAD + 1))
    const end = head.indexOf('\n')
    const line = head.toString('utf8', 0, end < 0 ? head.length : end)
    if (Buffer.byteLength(line) > MAX_HEAD) throw new Error('too long')
    const { dsn } = JSON.parse(line)
    if (typeof dsn !== 'string') throw new Error('no DSN')
    return dsn
  } catch {
    throw refusal(400, 'This is no envelope that says which DSN it is for.')
  }
}

async function unpackedHead(body: Uint8Array): Promise<Buffer> {
  const { createGunzip } = await import('node:zlib')
  const gunzip = createGunzip()
  gunzip.end(body)
  const chunks: Buffer[] = []
  for await (const chunk of gunzip) {
    chunks.push(chunk as Buffer)
    const head = Buffer.concat(chunks)
    // Leaving ends the unpacking.
    if (head.includes('\n') || head.length > MAX_HEAD) return head
  }
  return Buffer.concat(chunks)
}
