/** For tests of programs that use Mayday: events are kept in memory instead of being sent. */
import { serializeEnvelope } from '../delivery/envelope.js'
import type { Transport } from '../delivery/transport.js'
import type { Envelope, EventPayload } from '../protocol/envelope.js'

/** A receiver in memory. Spread `options` into `init()`: `init({ ...memory.options })`. */
export interface MemoryReceiver {
  readonly options: { dsn: string; transport: () => Transport }
  /** What arrived, as text in the wire format, oldest first. */
  readonly envelopes: string[]
  /** The events that arrived, read back from those texts. */
  readonly events: EventPayload[]
  /** The next event that arrives, or one that nobody has asked for yet; rejects after `timeoutMs`. @default 1000 */
  captured(timeoutMs?: number): Promise<EventPayload>
  /** Answers the following requests with this status; 0 means no answer at all. */
  answerWith(statusCode: number, headers?: Record<string, string>): void
}

/** Makes a receiver in memory, with a DSN of its own. */
export function createMemoryReceiver(): MemoryReceiver {
  const envelopes: string[] = []
  const events: EventPayload[] = []
  const waiting: ((event: EventPayload) => void)[] = []
  let unseen = 0
  let answer: { statusCode: number; headers: Record<string, string> } = {
    statusCode: 200,
    headers: {},
  }

  function receive(text: string): void {
    envelopes.push(text)
    for (const event of eventsIn(text)) {
      events.push(event)
      const waiter = waiting.shift()
      if (waiter) {
        unseen = events.length
        waiter(event)
      }
    }
  }

  const transport: Transport = {
    async send(envelope: Envelope) {
      const { statusCode, headers } = answer
      if (statusCode === 0) throw new Error('no answer')
      if (statusCode < 300) receive(toText(serializeEnvelope(envelope)))
      return {
        statusCode,
        headers: {
          'x-sentry-rate-limits': headers['x-sentry-rate-limits'] ?? null,
          'retry-after': headers['retry-after'] ?? null,
        },
      }
    },
    flush: async () => true,
  }

  return {
    options: { dsn: 'https://public@receiver.example/1', transport: () => transport },
    envelopes,
    events,
    captured: (timeoutMs = 1000) =>
      new Promise((resolve, reject) => {
        const event = events[unseen]
        if (event) {
          unseen++
          return resolve(event)
        }
        const timer = setTimeout(
          () => reject(new Error(`No event was captured within ${timeoutMs} ms`)),
          timeoutMs,
        )
        waiting.push((arrived) => {
          clearTimeout(timer)
          resolve(arrived)
        })
      }),
    answerWith(statusCode, headers = {}) {
      answer = { statusCode, headers }
    },
  }
}

declare function setTimeout(callback: () => void, ms: number): unknown
declare function clearTimeout(timer: unknown): void
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string }

function toText(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}

/** An envelope holds one event at most, before all that may be binary. */
function eventsIn(envelope: string): EventPayload[] {
  const [, headers = '{}', payload = ''] = envelope.split('\n', 3)
  const { type } = JSON.parse(headers) as { type?: string }
  return type === 'event' ? [JSON.parse(payload) as EventPayload] : []
}
