/** Holds envelopes until the receiver has them or a reason is known why it never will. */

import { minimal } from '../event/shed.js'
import type { Consent } from '../options.js'
import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { startTimer } from '../support/time.js'
import { categoryOf, toPayload } from './envelope.js'
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

const REFUSED = ['event_processor', 'consent'] as const

interface Entry {
  envelope: Envelope
  attempts: number
  since: number
  isUnderWay: boolean
  isShrunk?: true
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
  bufferSize = 100,
  concurrency = 8,
): Queue {
  const entries = new Set<Entry>()
  const waiting: ((isIdle: boolean) => void)[] = []
  const limits: RateLimits = {}
  let failuresInARow = 0
  let pausedUntil = 0
  let stopTimer: (() => void) | undefined

  function settle(entry: Entry, fate: Fate, rule?: string): void {
    entries.delete(entry)
    ledger.settled(entry.envelope[1], fate, rule)
    if (entries.size === 0) for (const resolve of waiting.splice(0)) resolve(true)
  }

  /** Starts what may start now, and a timer for the first that has to wait. */
  function pump(): void {
    if (consent !== 'granted') return
    const now = Date.now()
    let underWay = [...entries].filter((entry) => entry.isUnderWay).length
    let wakeAt = Number.POSITIVE_INFINITY
    for (const entry of [...entries]) {
      if (entry.isUnderWay) continue
      const limit = limitOf(entry)
      const until = Math.max(pausedUntil, limit)
      if (until > entry.since + MAX_WAIT) {
        settle(entry, limit > pausedUntil ? 'ratelimit_backoff' : 'network_error')
      } else if (until > now) wakeAt = Math.min(wakeAt, until)
      // After a failure one envelope goes ahead to see whether the receiver is back.
      else if (underWay < (failuresInARow ? 1 : concurrency)) {
        underWay++
        void attempt(entry)
      }
    }
    stopTimer?.()
    stopTimer = Number.isFinite(wakeAt) ? startTimer(pump, wakeAt - now) : undefined
  }

  /** An envelope travels as a whole: its first item is the one that it was made for. */
  function limitOf({ envelope: [, [first]] }: Entry): number {
    return first ? limitedUntil(limits, categoryOf(first)) : 0
  }

  async function attempt(entry: Entry): Promise<void> {
    entry.isUnderWay = true
    entry.attempts++
    // Awaited, so that a transport that throws at once does not come back into a pump that is still going on.
    const response = await answerTo(entry)
    const status = response ? (response.statusCode ?? 200) : 0
    entry.isUnderWay = false
    const isSmaller = status === 413 && shrink(entry)
    const fate = isSmaller ? undefined : fateOf(status, entry.attempts)
    if (fate === 'delivered') failuresInARow = 0
    if (fate && response) answered(entry.envelope, response)
    if (fate) settle(entry, fate)
    else if (consent === 'denied') settle(entry, ...REFUSED)
    else if (!isSmaller && (status !== 429 || limitOf(entry) <= Date.now())) pause()
    pump()
  }

  /** Once, an event that was too big for the receiver goes with nothing but the error; false if it was already so. */
  function shrink(entry: Entry): boolean {
    const [headers, [event, ...others]] = entry.envelope
    if (event?.[0].type !== 'event' || entry.isShrunk) return false
    entry.isShrunk = true
    const reports = others.filter(([{ type }]) => type === 'client_report')
    ledger.settled(
      others.filter((item) => !reports.includes(item)),
      'send_error',
    )
    // What it is made of has the same form in both.
    const small = toPayload(minimal(event[1] as Event))
    entry.envelope = [headers, [[event[0], small], ...reports]]
    return true
  }

  /** What the receiver says to one attempt; nothing where it is silent. */
  async function answerTo({ envelope }: Entry): Promise<TransportResponse | undefined> {
    try {
      // A transport of the user's own may know nothing of answers.
      const response: TransportResponse = (await send(envelope)) ?? {}
      updateRateLimits(limits, response)
      return response
    } catch (error) {
      debug('No answer:', error)
      return undefined
    }
  }

  /** Requests that failed together are one failure. */
  function pause(): void {
    if (Date.now() >= pausedUntil) pausedUntil = Date.now() + pauseAfter(failuresInARow++)
  }

  return {
    add(envelope) {
      const entry = { envelope, attempts: 0, since: Date.now(), isUnderWay: false }
      if (consent === 'denied') return settle(entry, ...REFUSED)
      if (entries.size >= bufferSize) return settle(entry, 'queue_overflow')
      entries.add(entry)
      pump()
    },
    pending: () => (consent === 'granted' ? [...entries].map((entry) => entry.envelope) : []),
    idle: () =>
      new Promise((resolve) => {
        if (entries.size > 0 && consent !== 'pending') waiting.push(resolve)
        else resolve(entries.size === 0)
      }),
    setConsent(given) {
      consent = given
      if (consent === 'denied') {
        // What is under way has left already: its answer says what became of it.
        for (const entry of [...entries]) if (!entry.isUnderWay) settle(entry, ...REFUSED)
      } else if (consent === 'pending') for (const resolve of waiting.splice(0)) resolve(false)
      pump()
    },
  }
}
