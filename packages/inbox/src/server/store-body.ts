import { decompress } from './body.js'
import { isTooLarge } from './compression.js'
import { parseObject, type ReceivedEnvelope } from './envelope.js'
import { largestEvent } from './limits.js'
import { Refusal } from './refusal.js'

const openingBrace = 0x7b
const readable = /^\s*[A-Za-z0-9+/=_-][A-Za-z0-9+/=_\s-]*$/

/** The envelope that the body of the store endpoint stands for: an event in JSON, or that in zlib and base64. */
export async function storeEnvelope(body: Buffer): Promise<ReceivedEnvelope> {
  const payload = startsAsObject(body) ? body : await unpack(body)
  const event = parseObject(payload)
  if (!event) throw new Refusal(400, 'The body is not the JSON object of an event.')
  const type = event.type === 'transaction' ? 'transaction' : 'event'
  return { headers: {}, items: [{ headers: { type }, payload }] }
}

function startsAsObject(body: Buffer): boolean {
  const first = body.find((byte) => byte > 0x20)
  return first === openingBrace
}

/** What SDKs of the first years sent, which some devices still do. */
async function unpack(body: Buffer): Promise<Buffer> {
  const text = body.toString('latin1')
  if (!readable.test(text)) throw unreadable()
  try {
    return await decompress(Buffer.from(text, 'base64'), 'deflate', largestEvent)
  } catch (error) {
    if (isTooLarge(error)) throw new Refusal(413, 'The event is larger than 1 MiB.')
    throw unreadable()
  }
}

function unreadable(): Refusal {
  return new Refusal(400, 'The body is neither JSON nor JSON compressed with zlib in base64.')
}
