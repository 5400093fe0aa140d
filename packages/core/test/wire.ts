/** Receivers of a test's own, and what they received. */
import {
  createStackParser,
  createTransport,
  type DispatchParts,
  dispatchWith,
  type Event,
  type Platform,
  type Transport,
  type TransportOptions,
  type TransportResponse,
} from '@mayday/core'
import { parseEnvelope, type ReceivedEnvelope } from '@mayday/core/testing'

/** Sums of the client reports in these envelopes, as `reason:category` to quantity. */
export function reported(envelopes: readonly (string | Uint8Array)[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { headers, text } of envelopes.flatMap((body) => parseEnvelope(body).items)) {
    if (headers.type !== 'client_report') continue
    const { discarded_events } = JSON.parse(text) as {
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

export interface Sent extends ReceivedEnvelope {
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
export function barePlatform(changes: Partial<Platform & DispatchParts> = {}): Platform {
  return {
    name: 'javascript',
    sdk: { name: 'mayday.javascript.test', version: '1.2.3', packages: [] },
    integrations: () => [],
    dispatch: dispatchWith({
      stackParser: createStackParser({ isInApp: () => true }),
      ...changes,
    }),
    ...changes,
  }
}
