/** Reads envelopes as a receiver does that forgives nothing. */
import { decode, encode } from './utf8.js'

export interface ReceivedItem {
  headers: { type: string; length?: number; [key: string]: unknown }
  /** The bytes as they came. */
  payload: Uint8Array
  /** The same as text; what is no UTF-8 in a binary payload is replaced. */
  text: string
}

export interface ReceivedEnvelope {
  headers: Record<string, unknown>
  items: ReceivedItem[]
}

const LF = 10

/**
 * The envelope in the body of a request. Throws at the first byte that the protocol does not allow.
 *
 * @see https://develop.sentry.dev/sdk/foundations/envelopes/
 */
export function parseEnvelope(body: string | Uint8Array): ReceivedEnvelope {
  const bytes = typeof body === 'string' ? encode(body) : body
  let at = 0

  function takeLine(): Uint8Array {
    const end = bytes.indexOf(LF, at)
    const line = bytes.subarray(at, end < 0 ? bytes.length : end)
    at = end < 0 ? bytes.length : end + 1
    return line
  }

  function takeBytes(length: number): Uint8Array {
    if (at + length > bytes.length) throw new Error('a payload is shorter than it says')
    const payload = bytes.subarray(at, at + length)
    at += length
    if (at < bytes.length && bytes[at++] !== LF) throw new Error('a payload is longer than it says')
    return payload
  }

  const headers = jsonObject(takeLine())
  const items: ReceivedItem[] = []
  while (at < bytes.length) {
    const itemHeaders = jsonObject(takeLine()) as ReceivedItem['headers']
    if (typeof itemHeaders.type !== 'string') throw new Error('an item has no type')
    const { length } = itemHeaders
    // Without a length a payload is text.
    const isText = length === undefined
    const payload = isText ? takeLine() : takeBytes(length)
    items.push({ headers: itemHeaders, payload, text: decode(payload, isText) })
  }
  return { headers, items }
}

function jsonObject(line: Uint8Array): Record<string, unknown> {
  const text = decode(line, true)
  if (!text.startsWith('{') || !text.endsWith('}')) throw new Error(`no object: ${text}`)
  return JSON.parse(text) as Record<string, unknown>
}
