import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { Refusal } from './refusal.js'

const mebibyte = 1024 * 1024
const wireLimit = 40 * mebibyte
const decodedLimit = 100 * mebibyte

type Decoder = (body: Buffer, maxOutputLength: number) => Promise<Buffer>

/** The request's body, decompressed; rejects with a `Refusal` when it is too large or unreadable. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding']
  if (!decoderFor(encoding)) {
    throw new Refusal(
      415,
      `The content encoding "${encoding}" is not supported. Use gzip, deflate, br or none.`,
    )
  }
  const body = await readBytes(request)
  try {
    return await decompress(body, encoding, decodedLimit)
  } catch (error) {
    if (isTooLarge(error)) throw new Refusal(413, tooLarge('decompressed', decodedLimit))
    throw new Refusal(400, `The body could not be decompressed as ${encoding}.`)
  }
}

/** The bytes behind a content encoding; rejects if there are more than `limit` of them. */
export async function decompress(
  body: Buffer,
  encoding: string | undefined,
  limit: number,
): Promise<Buffer> {
  const decoder = decoderFor(encoding)
  if (!decoder) throw new Error(`The content encoding "${encoding}" is not supported.`)
  return decoder(body, limit)
}

const plain: Decoder = async (body, limit) => {
  if (body.length > limit) throw Object.assign(new Error(), { code: 'ERR_BUFFER_TOO_LARGE' })
  return body
}
const gzip: Decoder = (body, maxOutputLength) => promisify(gunzip)(body, { maxOutputLength })
const br: Decoder = (body, maxOutputLength) =>
  promisify(brotliDecompress)(body, { maxOutputLength })

/** "deflate" means zlib, but some senders leave the zlib wrapping out. */
const deflate: Decoder = async (body, maxOutputLength) => {
  try {
    return await promisify(inflate)(body, { maxOutputLength })
  } catch (error) {
    if (isTooLarge(error)) throw error
    return promisify(inflateRaw)(body, { maxOutputLength })
  }
}

const decoders = new Map<string, Decoder>([
  ['', plain],
  ['identity', plain],
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', br],
])

function decoderFor(encoding: string | undefined): Decoder | undefined {
  return decoders.get((encoding ?? '').trim().toLowerCase())
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const refusal = new Refusal(413, tooLarge('on the wire', wireLimit))
  if (Number(request.headers['content-length']) > wireLimit) throw refusal
  const chunks: Buffer[] = []
  let size = 0
  // Not `for await`: leaving that loop destroys the socket, and the sender never sees the answer.
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= wireLimit) chunks.push(chunk)
      else reject(refusal)
    })
    request.on('end', resolve)
    request.on('error', reject)
    request.on('close', () => reject(new Error('The sender hung up.')))
  })
  return Buffer.concat(chunks)
}

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
}

function tooLarge(how: string, limit: number): string {
  return `The envelope is larger than ${limit / mebibyte} MiB ${how}.`
}
