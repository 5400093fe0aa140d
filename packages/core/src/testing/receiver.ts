import { serializeEnvelope } from '../delivery/envelope.js'
import type { Transport } from '../delivery/transport.js'
import type { Envelope, EventPayload } from '../protocol/envelope.js'
import { getClient } from '../scope/current.js'
import { parseEnvelope, type ReceivedItem } from './envelope.js'
import { type Expected, isAsExpected, likeWhat, listed } from './expected.js'
import { decode } from './utf8.js'

/** A receiver in memory. Spread `options` into `init()`: `init({ ...memory.options })`. */
export interface MemoryReceiver {
  readonly options: { dsn: string; transport: () => Transport; spool: false }
  /** What arrived, as text in the wire format, oldest first. */
  readonly envelopes: string[]
  /** The events that arrived, read back from the wire format. */
  readonly events: EventPayload[]
  /** All items of the envelopes, events among them. */
  readonly items: ReceivedItem[]
  /** The items that are attachments; `headers.filename` is their name. */
  readonly attachments: ReceivedItem[]
  /** The next such event that nobody has asked for yet; rejects after `timeoutMs`. @default any, 1000 */
  captured(expected?: Expected, timeoutMs?: number): Promise<EventPayload>
  /** Rejects when such an event arrived, once everything captured so far is settled. @default any */
  nothingCaptured(expected?: Expected): Promise<void>
  /** Resolves once everything captured so far through the current client has arrived or was dropped. */
  settled(): Promise<void>
  /** `true` as soon as the condition holds, `false` when it does not within `timeoutMs`. @default 1000 */
  until(condition: (events: EventPayload[]) => boolean, timeoutMs?: number): Promise<boolean>
  /** Forgets what arrived, and answers with 200 again. */
  clear(): void
  /** Answers the following requests with this status; 0 means no answer at all. */
  answerWith(statusCode: number, headers?: Record<string, string>): void
}

/** How long a test waits for what does not come (ms). */
export const PATIENCE = 1000

/** Makes a receiver in memory, with a DSN of its own. */
export function createMemoryReceiver(): MemoryReceiver {
  const envelopes: string[] = []
  const events: EventPayload[] = []
  const items: ReceivedItem[] = []
  const attachments: ReceivedItem[] = []
  /** Events that nobody has asked for yet. */
  const unclaimed: EventPayload[] = []
  const watchers = new Set<() => void>()
  let answer: Answer = OK

  function receive(body: string | Uint8Array): void {
    for (const item of parseEnvelope(body).items) {
      items.push(item)
      if (item.headers.type === 'attachment') attachments.push(item)
      if (item.headers.type !== 'event') continue
      const event = JSON.parse(item.text) as EventPayload
      events.push(event)
      unclaimed.push(event)
    }
    envelopes.push(typeof body === 'string' ? body : decode(body, false))
    for (const check of watchers) check()
  }

  const until: MemoryReceiver['until'] = (condition, timeoutMs = PATIENCE) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(() => resolve(false)), timeoutMs)
      function end(settle: () => void): void {
        clearTimeout(timer)
        watchers.delete(watch)
        settle()
      }
      function watch(): void {
        try {
          if (condition(events)) end(() => resolve(true))
        } catch (error) {
          end(() => reject(error))
        }
      }
      watchers.add(watch)
      watch()
    })

  return {
    options: {
      dsn: 'https://public@receiver.example/1',
      transport: () => transportInMemory(receive, () => answer),
      // Tests leave nothing on disk, and find nothing there.
      spool: false,
    },
    envelopes,
    events,
    items,
    attachments,
    until,
    settled,
    async captured(expected, timeoutMs = PATIENCE) {
      let event: EventPayload | undefined
      const take = (): boolean => {
        const index = unclaimed.findIndex((one) => isAsExpected(one, expected))
        if (index >= 0) [event] = unclaimed.splice(index, 1)
        return index >= 0
      }
      if (await until(take, timeoutMs)) return event as unknown as EventPayload
      const what = `No event${likeWhat(expected)} was captured within ${timeoutMs} ms.`
      throw new Error(`${what} ${listed(unclaimed, expected)}`)
    },
    async nothingCaptured(expected) {
      await settled()
      const unexpected = events.filter((event) => isAsExpected(event, expected))
      if (unexpected.length === 0) return
      throw new Error(`No event${likeWhat(expected)} was expected. ${listed(unexpected)}`)
    },
    clear() {
      for (const list of [envelopes, events, items, attachments, unclaimed]) list.length = 0
      answer = OK
    },
    answerWith(statusCode, headers = {}) {
      answer = { statusCode, headers }
    },
  }
}

interface Answer {
  statusCode: number
  headers: Record<string, string>
}

const OK: Answer = { statusCode: 200, headers: {} }

function transportInMemory(
  receive: (body: string | Uint8Array) => void,
  answer: () => Answer,
): Transport {
  return {
    async send(envelope: Envelope) {
      const { statusCode, headers } = answer()
      if (statusCode === 0) throw new Error('no answer')
      if (statusCode < 300) receive(serializeEnvelope(envelope))
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
}

interface Timers {
  setTimeout(callback: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

/** Taken before a test puts others in their place, which would never go off. */
const { setTimeout, clearTimeout } = globalThis as unknown as Timers

async function settled(): Promise<void> {
  // What nobody catches is reported only when the program has come to rest.
  await new Promise<void>((resolve) => void setTimeout(resolve, 0))
  let timer: unknown
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE)
  })
  await Promise.race([getClient()?.flush(), patience])
  clearTimeout(timer)
}
