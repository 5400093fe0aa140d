/** Reads envelopes as a receiver does that forgives nothing. */
import {
  createStackParser,
  createTransport,
  type Event,
  type Platform,
  type Transport,
  type TransportOptions,
  type TransportResponse,
} from '@mayday/core'

export interface WireItem {
  headers: { type: string; length?: number; [key: string]: unknown }
  payload: Uint8Array
  text: string
}

export interface WireEnvelope {
  headers: Record<string, unknown>
  items: WireItem[]
}

const LF = 10

/** The envelope of these bytes; throws at the first byte that the protocol does not allow. */
export function parseEnvelope(body: string | Uint8Array): WireEnvelope {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
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
  const items: WireItem[] = []
  while (at < bytes.length) {
    const itemHeaders = jsonObject(takeLine()) as WireItem['headers']
    if (typeof itemHeaders.type !== 'string') throw new Error('an item has no type')
    const { length } = itemHeaders
    const payload = length === undefined ? takeLine() : takeBytes(length)
    items.push({
      headers: itemHeaders,
      payload,
      // Read when asked for: binary payloads have none.
      get text() {
        return decode(payload)
      },
    })
  }
  return { headers, items }
}

function jsonObject(line: Uint8Array): Record<string, unknown> {
  const text = decode(line)
  if (!text.startsWith('{') || !text.endsWith('}')) throw new Error(`no object: ${text}`)
  return JSON.parse(text) as Record<string, unknown>
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

/** Sums of the client reports in these envelopes, as `reason:category` to quantity. */
export function reported(envelopes: readonly (string | Uint8Array)[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const item of envelopes.flatMap((body) => parseEnvelope(body).items)) {
    if (item.headers.type !== 'client_report') continue
    const { discarded_events } = JSON.parse(item.text) as {
      discarded_events: { reason: string; category: string; quantity: number }[]
    }
    for (const { reason, category, quantity } of discarded_events) {
      sums[`${reason}:${category}`] = (sums[`${reason}:${category}`] ?? 0) + quantity
    }
  }
  return sums
}

/** What a receiver does with one request: a status, a whole answer, silence, or an answer that comes later. */
export type Answer = number | 'silence' | TransportResponse | Promise<TransportResponse>

export interface Sent extends WireEnvelope {
  at: number
  /** False when the receiver was silent. */
  isAnswered: boolean
  /** What it was answered with, where that was said in advance as a number. */
  status: number | undefined
  body: string | Uint8Array
  event: Event
}

/** A receiver behind the real transport that gives `answers` in turn, then 200 for ever. */
export function scriptedReceiver(...answers: Answer[]): {
  transport: (options: TransportOptions) => Transport
  sent: Sent[]
  answers: Answer[]
  options: () => TransportOptions
} {
  const sent: Sent[] = []
  let given: TransportOptions | undefined
  return {
    sent,
    answers,
    options: () => given as TransportOptions,
    transport(options) {
      given = options
      return createTransport(options, async ({ body }) => {
        const envelope = parseEnvelope(body)
        const event = envelope.items.find(({ headers }) => headers.type === 'event')
        const parsed = event ? (JSON.parse(event.text) as Event) : {}
        const answer = answers.shift() ?? 200
        const isAnswered = answer !== 'silence'
        const status = typeof answer === 'number' ? answer : undefined
        sent.push({ at: Date.now(), isAnswered, status, body, event: parsed, ...envelope })
        if (answer === 'silence') throw new Error('no answer')
        return typeof answer === 'number' ? { statusCode: answer } : answer
      })
    },
  }
}

/** An answer with rate limits. */
export function limits(header: string | null, statusCode = 200, retryAfter?: string) {
  return {
    statusCode,
    headers: { 'x-sentry-rate-limits': header, 'retry-after': retryAfter ?? null },
  }
}

export const DSN = 'https://public@receiver.example/1'

/** A platform that brings nothing of its own. */
export function barePlatform(changes: Partial<Platform> = {}): Platform {
  return {
    name: 'javascript',
    sdk: { name: 'mayday.javascript.test', version: '1.2.3', packages: [] },
    stackParser: createStackParser({ isInApp: () => true }),
    integrations: () => [],
    ...changes,
  }
}
