import type { IncomingMessage } from 'node:http'
import type { Share } from './budget.js'
import { decoderFor, isTooLarge, knownEncodings } from './compression.js'
import { Refusal } from './refusal.js'

const mebibyte = 1024 * 1024
const wireLimit = 40 * mebibyte
const decodedLimit = 100 * mebibyte

/** A body that grows more than this is decompressed in a second attempt: few do, and each has to be made room for. */
const usualGrowth = 16
const usualRest = 64 * 1024

/**
 * The request's body, decompressed; rejects with a `Refusal` when it is too large or unreadable.
 *
 * @param share what the memory that it takes is counted in
 */
export async function readBody(request: IncomingMessage, share?: Share): Promise<Buffer> {
  const encoding = request.headers['content-encoding']
  if (!decoderFor(encoding)) {
    throw new Refusal(
      415,
      `The content encoding "${encoding}" is not supported. Use ${knownEncodings()}.`,
    )
  }
  const body = await readBytes(request, share)
  try {
    return await decompress(body, encoding, decodedLimit, share)
  } catch (error) {
    if (error instanceof Refusal) throw error
    if (isTooLarge(error)) throw new Refusal(413, tooLarge('decompressed', decodedLimit))
    throw new Refusal(400, `The body could not be decompressed as ${encoding}.`)
  }
}

/**
 * The bytes behind a content encoding; rejects if there are more than `limit` of them. Room is taken before, for as much
 * as there may come of it, and given back for what did not.
 *
 * @param share what the memory that they take is counted in
 */
export async function decompress(
  body: Buffer,
  encoding: string | undefined,
  limit: number,
  share?: Share,
): Promise<Buffer> {
  const usual = Math.min(body.length * usualGrowth + usualRest, limit)
  if (encoding === undefined || body.length === 0) return decode(body, encoding, limit)
  try {
    return await decodeWithin(usual, body, encoding, share)
  } catch (error) {
    if (usual === limit || !isTooLarge(error)) throw error
    return decodeWithin(limit, body, encoding, share)
  }
}

async function decode(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const decoder = decoderFor(encoding)
  if (!decoder) throw new Error(`The content encoding "${encoding}" is not supported.`)
  return decoder(body, limit)
}

async function decodeWithin(
  limit: number,
  body: Buffer,
  encoding: string,
  share: Share | undefined,
): Promise<Buffer> {
  share?.take(limit)
  let used = 0
  try {
    const unpacked = await decode(body, encoding, limit)
    used = unpacked.length
    return unpacked
  } finally {
    share?.give(limit - used)
  }
}

async function readBytes(request: IncomingMessage, share?: Share): Promise<Buffer> {
  const refusal = new Refusal(413, tooLarge('on the wire', wireLimit))
  if (Number(request.headers['content-length']) > wireLimit) throw refusal
  const chunks: Buffer[] = []
  let size = 0
  // Not `for await`: leaving that loop destroys the socket, and the sender never sees the answer.
  await new Promise<void>((resolve, reject) => {
    const add = (chunk: Buffer) => {
      size += chunk.length
      try {
        if (size > wireLimit) throw refusal
        share?.take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        // What comes after that is read and thrown away.
        request.off('data', add)
        reject(error)
      }
    }
    request.on('data', add)
    request.on('end', resolve)
    request.on('error', reject)
    request.on('close', () => reject(new Error('The sender hung up.')))
  })
  return Buffer.concat(chunks)
}

function tooLarge(how: string, limit: number): string {
  return `The envelope is larger than ${limit / mebibyte} MiB ${how}.`
}
