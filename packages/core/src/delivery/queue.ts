/** Envelopes wait here until the receiver has them or a reason is known why it never will. */
import type { DiscardReason } from '../protocol/client-report.js'
import type { Envelope } from '../protocol/envelope.js'
import { debug } from '../support/debug.js'
import { startTimer } from '../support/time.js'
import { categoryOf } from './envelope.js'
import { limitedUntil, type RateLimits, updateRateLimits } from './rate-limits.js'
import { backoff, isRetryable, MAX_ATTEMPTS, MAX_WAIT } from './retry.js'
import { settledWithin, type Transport, type TransportResponse } from './transport.js'

export interface QueueOptions {
  transport: Transport
  /** Envelopes that may be held at once; one more is refused. @default 100 */
  maxSize?: number
  /** Requests under way at once. @default 8 */
  concurrency?: number
  /** Called once for each envelope, when its fate is known. */
  settled(envelope: Envelope, fate: 'delivered' | DiscardReason, response?: TransportResponse): void
  /** Gives the envelope its last touch right before each attempt. */
  prepare(envelope: Envelope): Envelope
}

export interface Queue {
  /** Takes the envelope in, and starts sending before it returns where that is allowed. */
  add(envelope: Envelope): void
  /** What is not settled yet, oldest first. */
  pending(): Envelope[]
  /** `true` once everything has settled, `false` when `timeout` (ms; 0: no limit) passed first. */
  drain(timeout?: number): Promise<boolean>
}

interface Entry {
  envelope: Envelope
  attempts: number
  since: number
  isUnderWay: boolean
}

export function createQueue(options: QueueOptions): Queue {
  const { transport, maxSize = 100, concurrency = 8, settled, prepare } = options
  const entries = new Set<Entry>()
  const idle = new Set<() => void>()
  let limits: RateLimits = {}
  let failuresInARow = 0
  let pausedUntil = 0
  let stopTimer: (() => void) | undefined

  function settle(
    entry: Entry,
    fate: 'delivered' | DiscardReason,
    response?: TransportResponse,
  ): void {
    entries.delete(entry)
    settled(entry.envelope, fate, response)
    if (entries.size > 0) return
    for (const resolve of idle) resolve()
    idle.clear()
  }

  /** Starts what may start now, and a timer for the first that has to wait. */
  function pump(): void {
    const now = Date.now()
    let underWay = [...entries].filter((entry) => entry.isUnderWay).length
    let wakeAt = Number.POSITIVE_INFINITY
    for (const entry of [...entries]) {
      if (entry.isUnderWay) continue
      const limit = limitOf(entry, now)
      const until = Math.max(pausedUntil, limit)
      if (until > entry.since + MAX_WAIT) {
        settle(entry, limit > pausedUntil ? 'ratelimit_backoff' : 'network_error')
      } else if (until > now) wakeAt = Math.min(wakeAt, until)
      // After a failure one envelope goes ahead to see whether the receiver is back.
      else if (underWay < (failuresInARow > 0 ? 1 : concurrency)) {
        underWay++
        void attempt(entry)
      }
    }
    stopTimer?.()
    stopTimer = Number.isFinite(wakeAt) ? startTimer(pump, wakeAt - now) : undefined
  }

  function limitOf({ envelope }: Entry, now: number): number {
    // An envelope travels as a whole: its first item is the one that it was made for.
    const [first] = envelope[1]
    return first ? limitedUntil(limits, categoryOf(first), now) : 0
  }

  async function attempt(entry: Entry): Promise<void> {
    entry.isUnderWay = true
    entry.attempts++
    // Awaited, so that a transport that throws at once does not come back into a pump that is still going on.
    const response = await answerTo(entry.envelope)
    entry.isUnderWay = false
    conclude(entry, response)
    pump()
  }

  async function answerTo(envelope: Envelope): Promise<TransportResponse | undefined> {
    let response: TransportResponse | undefined
    try {
      response = (await transport.send(prepare(envelope))) ?? {}
      limits = updateRateLimits(limits, response, Date.now())
    } catch (error) {
      debug('No answer from the receiver', error)
    }
    return response
  }

  function conclude(entry: Entry, response: TransportResponse | undefined): void {
    const fate = fateOf(response, entry.attempts)
    if (fate === 'delivered') failuresInARow = 0
    if (fate) settle(entry, fate, response)
    else pause(entry, response)
  }

  /** A limit says itself how long to wait, where it concerns the envelope; requests that failed together are one failure. */
  function pause(entry: Entry, response: TransportResponse | undefined): void {
    const now = Date.now()
    if (response?.statusCode === 429 && limitOf(entry, now) > now) return
    if (now >= pausedUntil) pausedUntil = now + backoff(failuresInARow++)
  }

  return {
    add(envelope) {
      const entry = { envelope, attempts: 0, since: Date.now(), isUnderWay: false }
      if (entries.size >= maxSize) return settle(entry, 'queue_overflow')
      entries.add(entry)
      pump()
    },
    pending: () => [...entries].map((entry) => entry.envelope),
    drain(timeout) {
      const whenIdle = new Promise<void>((resolve) => {
        if (entries.size > 0) idle.add(resolve)
        else resolve()
      })
      return settledWithin([whenIdle], timeout)
    },
  }
}

/** What an attempt has decided, or `undefined` when there should be another. */
function fateOf(
  response: TransportResponse | undefined,
  attempts: number,
): 'delivered' | DiscardReason | undefined {
  // A transport of the user's own may know nothing of status codes.
  const status = response ? (response.statusCode ?? 200) : 0
  if (status >= 200 && status < 300) return 'delivered'
  const isFinal = response ? !isRetryable(status) : false
  if (!isFinal && attempts < MAX_ATTEMPTS) return undefined
  debug('Envelope given up, status', status)
  if (!response) return 'network_error'
  return status === 429 ? 'ratelimit_backoff' : 'send_error'
}
