import { isDeeperThan } from '../event/depth.js'
import { type Fields, fieldsOf } from '../event/fields.js'
import { deepest, textIn } from '../items/text.js'
import { checkCount, longestHeader } from './limits.js'
import { Refusal } from './refusal.js'

const lineFeed = 0x0a

export interface ReceivedItem {
  headers: Fields & { type: string }
  payload: Buffer
}

export interface ReceivedEnvelope {
  headers: Fields
  items: ReceivedItem[]
}

/**
 * Parses an envelope byte by byte, as the protocol has it; throws a `Refusal` that says what is
 * wrong and where.
 *
 * @see https://develop.sentry.dev/sdk/foundations/envelopes/
 */
export function parseEnvelope(body: Buffer): ReceivedEnvelope {
  const headerEnd = lineEnd(body, 0)
  const headers = parseHeaders(body.subarray(0, headerEnd), 'The first line of the envelope')
  const items: ReceivedItem[] = []
  let offset = headerEnd + 1
  while (offset < body.length) {
    checkCount(items.length + 1)
    const { item, end } = parseItem(body, offset, items.length + 1)
    items.push(item)
    // The payload ends with the line feed at `end`, or with the envelope.
    offset = end + 1
  }
  return { headers, items }
}

function parseItem(
  body: Buffer,
  offset: number,
  number: number,
): { item: ReceivedItem; end: number } {
  const headerEnd = lineEnd(body, offset)
  if (headerEnd === offset) {
    throw malformed(`there is a blank line where the header of item ${number} was expected.`)
  }
  const headers = parseHeaders(body.subarray(offset, headerEnd), `The header of item ${number}`)
  const { type } = headers
  if (typeof type !== 'string' || type === '') {
    throw malformed(`the header of item ${number} has no "type".`)
  }
  const start = Math.min(headerEnd + 1, body.length)
  const end = payloadEnd(body, start, headers.length, number)
  return { item: { headers: { ...headers, type }, payload: body.subarray(start, end) }, end }
}

function payloadEnd(body: Buffer, start: number, length: unknown, number: number): number {
  if (length === undefined || length === null) return lineEnd(body, start)
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    throw malformed(`the "length" of item ${number} is not a count of bytes.`)
  }
  const end = start + length
  const left = body.length - start
  if (end > body.length) {
    throw malformed(`item ${number} announces ${length} bytes, but only ${left} are left.`)
  }
  if (end < body.length && body[end] !== lineFeed) {
    throw malformed(`the ${length} bytes that item ${number} announces do not end at a line end.`)
  }
  return end
}

function parseHeaders(line: Buffer, what: string): Fields {
  if (line.length > longestHeader) {
    throw new Refusal(413, `${what} is larger than ${longestHeader / 1024} KiB.`)
  }
  const text = textIn(line)
  // The grammar allows no blanks around the object; a carriage return would be one, too.
  const headers =
    text?.startsWith('{') && text.endsWith('}') ? fieldsOf(parseJson(text)) : undefined
  if (headers === undefined || isDeeperThan(headers, deepest)) {
    throw malformed(`${what.charAt(0).toLowerCase()}${what.slice(1)} is not a JSON object.`)
  }
  return headers
}

/** The object that an item's payload is; throws a `Refusal` if it is none. */
export function objectIn(item: ReceivedItem): Fields {
  const object = parseObject(item.payload)
  if (object === undefined) throw malformed(`its ${item.headers.type} item is not a JSON object.`)
  return object
}

/** The JSON object that bytes encode; undefined if they encode anything else. */
export function parseObject(bytes: Buffer): Fields | undefined {
  return fieldsOf(jsonIn(bytes))
}

/** The JSON that bytes encode; undefined if they encode none. */
export function jsonIn(bytes: Buffer): unknown {
  const text = textIn(bytes)
  return text === undefined ? undefined : parseJson(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function lineEnd(body: Buffer, offset: number): number {
  const end = body.indexOf(lineFeed, offset)
  return end === -1 ? body.length : end
}

function malformed(what: string): Refusal {
  return new Refusal(400, `The envelope is malformed: ${what}`)
}
