import { promisify } from 'node:util'
import * as zlib from 'node:zlib'

type Decoder = (body: Buffer, maxOutputLength: number) => Promise<Buffer>

/** What undoes a content encoding; undefined for one that this runtime does not know. */
export function decoderFor(encoding: string | undefined): Decoder | undefined {
  return decoders.get((encoding ?? '').trim().toLowerCase())
}

/** The encodings that are known here, for people to read. */
export function knownEncodings(): string {
  return `${zstd ? 'zstd, ' : ''}gzip, deflate, br or none`
}

/** Whether a decoder gave up because there was more than it was to give. */
export function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
}

const plain: Decoder = async (body, limit) => {
  if (body.length > limit) throw Object.assign(new Error(), { code: 'ERR_BUFFER_TOO_LARGE' })
  return body
}
const gzip: Decoder = (body, maxOutputLength) => promisify(zlib.gunzip)(body, { maxOutputLength })
const br: Decoder = (body, maxOutputLength) =>
  promisify(zlib.brotliDecompress)(body, { maxOutputLength })

/** "deflate" means zlib, but some senders leave the zlib wrapping out. */
const deflate: Decoder = async (body, maxOutputLength) => {
  try {
    return await promisify(zlib.inflate)(body, { maxOutputLength })
  } catch (error) {
    if (isTooLarge(error)) throw error
    return promisify(zlib.inflateRaw)(body, { maxOutputLength })
  }
}

type Zstd = (
  body: Buffer,
  options: object,
  done: (error: Error | null, result: Buffer) => void,
) => void

/** Node has it from 22.15 on. */
const zstdDecompress = (zlib as unknown as { zstdDecompress?: Zstd }).zstdDecompress
const zstd: Decoder | undefined =
  zstdDecompress &&
  ((body, maxOutputLength) =>
    promisify<Buffer, object, Buffer>(zstdDecompress)(body, { maxOutputLength }))

const decoders = new Map<string, Decoder>([
  ['', plain],
  ['identity', plain],
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', br],
  ...(zstd ? ([['zstd', zstd]] as const) : []),
])
