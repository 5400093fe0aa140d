/** Holds envelopes until the receiver has them or a reason is known why it never will. */

import { shed } from '../event/shed.js'
import type { Consent } from '../options.js'
import type { Envelope, EnvelopeItem, ItemPayload } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { startTimer } from '../support/time.js'
import { categoryOf } from './envelope.js'
import type { Fate, Ledger } from './ledger.js'
import { limitedUntil, type RateLimits, updateRateLimits } from './rate-limits.js'
import { fateOf, MAX_WAIT, pauseAfter } from './retry.js'
import type { Transport, TransportResponse } from './transport.js'

export interface Queue {
  /** Takes the envelope in, and starts sending before it returns where that is allowed. */
  add(envelope: Envelope): void
  /** What is not settled yet and may be sent, oldest first. */
  pending(): Envelope[]
  /** `true` once nothing is pending, `false` at once while that has to wait for consent. */
  idle(): Promise<boolean>
  setConsent(consent: Consent): void
}

interface Entry {
  envelope: Envelope
  attempts: number
  isUnderWay?: boolean
  isShrunk?: boolean
}

/**
 * @param send makes one attempt
 * @param answered told of the answer that decided
 * @param consent what is not granted does not leave memory
 * @param bufferSize envelopes that may be held at once; one more is refused
 * @param concurrency envelopes that may be under way at once
 */
export function createQueue(
  send: Transport['send'],
  answered: (envelope: Envelope, response: TransportResponse) => void,
  ledger: Ledger,
  consent: Consent,
  // What flood control lets go within a minute, and what it may hold back.
  bufferSize = 250,
  concurrency = 8,
): Queue {
  const entries = new Set<Entry>()
  const waiting: ((isIdle: boolean) => void)[] = []
  const limits: RateLimits = {}
  let underWay = 0
  let failuresInARow = 0
  let pausedUntil = 0
  let stopTimer: (() => void) | undefined

  function settle(entry: Entry, fate: Fate, rule?: string): void {
    entries.delete(entry)
    ledger.settled(entry.envelope[1], fate, rule)
  }

  /** Settles or starts what may be now, sets a timer for the first that has to wait, and says whether all is done. */
  function pump(): void {
    const now = Date.now()
    let wakeAt = 0
    for (const entry of entries) {
      if (entry.isUnderWay || consent === 'pending') continue
      const until = waitUntil(entry)
      if (consent === 'denied') settle(entry, 'event_processor', 'consent')
      else if (until > now + MAX_WAIT) settle(entry, 'ratelimit_backoff')
      else if (until > now) wakeAt = Math.min(wakeAt || until, until)
      // After a failure one envelope goes ahead to see whether the receiver is back.
      else if (underWay < (failuresInARow ? 1 : concurrency)) void attempt(entry)
    }
    stopTimer?.()
    stopTimer = wakeAt ? startTimer(pump, wakeAt - now) : undefined
    const isIdle = entries.size === 0
    if (isIdle || consent === 'pending') for (const resolve of waiting.splice(0)) resolve(isIdle)
  }

  function waitUntil({ envelope }: Entry): number {
    return Math.max(pausedUntil, limitedUntil(limits, envelope))
  }

  async function attempt(entry: Entry): Promise<void> {
    underWay++
    entry.isUnderWay = true
    entry.attempts++
    const response = await answerTo(entry)
    const { statusCode: status = 200 } = response
    underWay--
    entry.isUnderWay = false
    if (status === 413 && shrink(entry)) return pump()
    const fate = fateOf(status, entry.attempts)
    if (fate === 'delivered') failuresInARow = 0
    if (fate) {
      if (status) answered(entry.envelope, response)
      settle(entry, fate)
    }
    // Requests that failed together are one failure; a limit is pause enough.
    else if (Date.now() >= waitUntil(entry)) {
      pausedUntil = Date.now() + pauseAfter(failuresInARow++)
    }
    pump()
  }

  /** Once, an event that was too big for the receiver goes with nothing but the error; false if it was already so. */
  function shrink(entry: Entry): boolean {
    const [headers, [first, ...others]] = entry.envelope
    if (first?.[0].type !== 'event' || entry.isShrunk) return false
    entry.isShrunk = true
    const small = shed(first[1] as Event, () => false) as ItemPayload
    const isReport = (one: EnvelopeItem): boolean => categoryOf(one) === 'internal'
    const gone = others.filter((one) => !isReport(one))
    ledger.settled(gone, 'send_error')
    entry.envelope = [headers, [[first[0], small], ...others.filter(isReport)]]
    return true
  }

  /** What the receiver says to one attempt; status 0 where it is silent. */
  async function answerTo({ envelope }: Entry): Promise<TransportResponse> {
    try {
      // A transport of the user's own may know nothing of answers.
      const response: TransportResponse = (await send(envelope)) ?? {}
      updateRateLimits(limits, response)
      return response
    } catch (error) {
      debug('No answer:', error)
      return { statusCode: 0 }
    }
  }

  return {
    add(envelope) {
      const entry: Entry = { envelope, attempts: 0 }
      if (entries.size >= bufferSize) return settle(entry, 'queue_overflow')
      entries.add(entry)
      pump()
    },
    pending: () => (consent === 'granted' ? [...entries].map((entry) => entry.envelope) : []),
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        pump()
      }),
    setConsent(given) {
      consent = given
      pump()
    },
  }
}
