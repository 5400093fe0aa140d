/** Holds envelopes until the receiver has them or a reason is known why it never will. */

import { shed } from '../event/shed.js'
import type { Consent } from '../options.js'
import type { Envelope, EnvelopeItem, ItemPayload } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { startDeadline, startTimer } from '../support/time.js'
import { createBuffer, type Entry } from './buffer.js'
import { isCompanion } from './companions.js'
import { isEventLike } from './envelope.js'
import type { Fate, Ledger } from './ledger.js'
import { limitedUntil, type RateLimits, updateRateLimits } from './rate-limits.js'
import { ASK_AGAIN, fateOf, givenUp, MAX_AGE, MAX_STRIKES, MAX_WAIT, pauseAfter } from './retry.js'
import type { EnvelopeStore, KeptEnvelope } from './store.js'
import type { Transport, TransportResponse } from './transport.js'

export interface Queue {
  /** Takes the envelope in, and starts sending before it returns where that is allowed. */
  add(envelope: Envelope): void
  /** Takes in what an earlier run has left. */
  recover(kept: KeptEnvelope): void
  /** What is not settled yet and may be sent, in the order in which it is to be. */
  pending(): Envelope[]
  /** Enters the answer to an envelope of `pending()` that was sent by other means. */
  answered(envelope: Envelope, response: TransportResponse): void
  /** `true` once nothing is pending, `false` at once while that has to wait for consent. */
  idle(): Promise<boolean>
  setConsent(consent: Consent): void
  /** Takes it out, whatever becomes of an attempt that is under way, and hands it back. */
  release(id: string): Envelope | undefined
  /** Gives all that is pending to the store. */
  keepAll(): void
  /** Ends the pause after failures. */
  retry(): void
}

/** What a queue may hold and do. */
export interface QueueLimits {
  /** Envelopes that may be held at once. @default 5000 */
  bufferSize?: number | undefined
  /** Bytes that they may have together; one alone may have more. @default 16777216, which are 16 MiB */
  bufferBytes?: number | undefined
  /** Envelopes that may be under way at once. @default 8; in pages 15 */
  concurrency?: number | undefined
  /** Ms after which an attempt without an answer has failed. @default 30000 */
  timeout?: number | undefined
}

/**
 * @param send makes one attempt
 * @param onAnswer told of the answer that decided
 * @param consent what is not granted does not leave memory
 * @param getStore what is given all that has to outlive the program
 */
export function createQueue(
  send: Transport['send'],
  onAnswer: (envelope: Envelope, response: TransportResponse) => void,
  ledger: Ledger,
  consent: Consent,
  { bufferSize = 5000, bufferBytes = 2 ** 24, concurrency = 8, timeout = 30_000 }: QueueLimits,
  getStore: () => EnvelopeStore | undefined,
): Queue {
  const buffer = createBuffer(bufferSize, bufferBytes)
  const waiting: ((isIdle: boolean) => void)[] = []
  const limits: RateLimits = {}
  let underWay = 0
  let delivered = 0
  let failuresInARow = 0
  let lastFailure = 0
  let pausedUntil = 0
  let stopTimer: (() => void) | undefined

  function add(kept: KeptEnvelope, isKept: boolean): void {
    const { entry, left } = buffer.add(kept, isKept)
    for (const one of left) settle(one, 'queue_overflow')
    if (left.includes(entry)) return
    // While the receiver is away, nothing has to fail first.
    if (getStore()?.isWriteAhead || failuresInARow) keep(entry)
    if (Math.abs(Date.now() - lastFailure) > ASK_AGAIN) pausedUntil = 0
    pump()
  }

  function settle(entry: Entry, fate: Fate, rule?: string): void {
    buffer.remove(entry)
    if (entry.isKept) getStore()?.remove(entry.id)
    ledger.settled(entry.envelope[1], fate, rule)
  }

  function keep(entry: Entry): void {
    const store = getStore()
    // Reports and other small things are not worth a place.
    if (!store || !entry.id || consent !== 'granted') return
    entry.isKept = true
    store.keep({ id: entry.id, at: entry.at, envelope: entry.envelope })
  }

  /** Settles or starts what may be now, sets a timer for the first that has to wait, and says whether all is done. */
  function pump(): void {
    const now = Date.now()
    let wakeAt = isPaused(now) ? pausedUntil : 0
    const mayWait = consent === 'pending' || (wakeAt && consent === 'granted')
    for (const entry of mayWait ? [] : [...buffer.entries]) {
      if (entry.isUnderWay) continue
      const until = limitOf(entry)
      if (consent === 'denied') settle(entry, 'event_processor', 'consent')
      else if (entry.at < now - MAX_AGE) settle(entry, givenUp(entry.status))
      else if (until > now + MAX_WAIT) settle(entry, 'ratelimit_backoff')
      else if (until > now) wakeAt = Math.min(wakeAt || until, until)
      // After a failure one envelope goes ahead to see whether the receiver is back.
      else if (underWay < (failuresInARow ? 1 : concurrency)) void attempt(entry)
      else break
    }
    stopTimer?.()
    stopTimer = wakeAt ? startTimer(pump, Math.min(wakeAt - now, MAX_WAIT)) : undefined
    const isIdle = buffer.entries.length === 0
    if (isIdle || consent === 'pending') for (const resolve of waiting.splice(0)) resolve(isIdle)
  }

  /** A clock that was set back does not make the pause longer. */
  function isPaused(now: number): boolean {
    return pausedUntil > now && pausedUntil <= now + MAX_WAIT
  }

  /** It travels as a whole: its first item is what it was made for. */
  function limitOf({ envelope: [, [first]], retryAt = 0 }: Entry): number {
    return first ? Math.max(retryAt, limitedUntil(limits, first)) : 0
  }

  async function attempt(entry: Entry): Promise<void> {
    underWay++
    entry.isUnderWay = true
    leaveLimited(entry)
    const response = await answerTo(entry.envelope)
    underWay--
    entry.isUnderWay = false
    // It may have been sent by other means meanwhile.
    if (buffer.entries.includes(entry)) decide(entry, response)
    pump()
  }

  /** What the receiver wants none of now does not travel along. */
  function leaveLimited(entry: Entry): void {
    const [headers, [first, ...others]] = entry.envelope
    const isLimited = (item: EnvelopeItem): boolean => limitedUntil(limits, item) > Date.now()
    const left = others.filter(isLimited)
    if (!first || left.length === 0) return
    entry.envelope = [headers, [first, ...others.filter((item) => !isLimited(item))]]
    ledger.settled(left, 'ratelimit_backoff')
  }

  /** What the receiver says to one attempt; status 0 where it is silent. */
  function answerTo(envelope: Envelope): Promise<TransportResponse> {
    return new Promise((resolve) => {
      const fail = (error: unknown): void => {
        stop()
        debug('No answer:', error)
        resolve({ statusCode: 0 })
      }
      const stop = startDeadline(() => fail('not in time'), timeout)
      const answer = (response: TransportResponse | undefined): void => {
        stop()
        // A transport of the user's own may know nothing of answers.
        updateRateLimits(limits, response ?? {})
        resolve(response ?? {})
      }
      try {
        send(envelope).then(answer, fail)
      } catch (error) {
        fail(error)
      }
    })
  }

  function decide(entry: Entry, response: TransportResponse): void {
    const { statusCode: status = 200, retryAt } = response
    entry.status = status
    entry.retryAt = retryAt
    if (status === 413 && shrink(entry)) return
    const fate = fateOf(status) ?? (retryAt ? undefined : strike(entry))
    if (fate) end(entry, fate, response)
    else putOff(entry)
  }

  function end(entry: Entry, fate: Fate, response: TransportResponse): void {
    if (fate === 'delivered') {
      delivered++
      failuresInARow = 0
    }
    if (response.statusCode !== 0) onAnswer(entry.envelope, response)
    settle(entry, fate)
  }

  /** While nothing gets through, the receiver is to blame and not the envelope. */
  function strike(entry: Entry): Fate | undefined {
    if (entry.deliveredThen !== delivered) entry.strikes++
    entry.deliveredThen = delivered
    return entry.strikes < MAX_STRIKES ? undefined : givenUp(entry.status)
  }

  function putOff(entry: Entry): void {
    entry.failures++
    buffer.move(entry)
    if (!getStore()?.isWriteAhead) keepWaiting()
    lastFailure = Date.now()
    // Requests that failed together are one failure; a limit is pause enough.
    if (!isPaused(lastFailure) && lastFailure >= limitOf(entry)) {
      pausedUntil = lastFailure + pauseAfter(failuresInARow++)
    }
  }

  /** What has failed, and what waits until the receiver is back. */
  function keepWaiting(): void {
    for (const entry of buffer.entries) if (!entry.isUnderWay) keep(entry)
  }

  /**
   * Once, an event that was too big for the receiver goes with nothing but the error, and feedback without its files;
   * false if it was already so.
   */
  function shrink(entry: Entry): boolean {
    const [headers, [first, ...others]] = entry.envelope
    if (!first || !isEventLike(first) || entry.isShrunk) return false
    entry.isShrunk = true
    const [{ type }, payload] = first
    const small = type === 'event' ? shed(payload as Event, () => false) : payload
    const gone = others.filter((one) => !isCompanion(one))
    ledger.settled(gone, 'send_error')
    entry.envelope = [headers, [[first[0], small as ItemPayload], ...others.filter(isCompanion)]]
    return true
  }

  return {
    add: (envelope) => add({ id: envelope[0].event_id ?? '', at: Date.now(), envelope }, false),
    recover: (kept) => add(kept, true),
    pending: () => (consent === 'granted' ? buffer.entries.map(({ envelope }) => envelope) : []),
    answered(envelope, response) {
      const entry = buffer.entries.find((one) => one.envelope === envelope)
      if (entry && fateOf(response.statusCode ?? 200)) decide(entry, response)
    },
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        pump()
      }),
    setConsent(given) {
      consent = given
      if (getStore()?.isWriteAhead) buffer.entries.forEach(keep)
      pump()
    },
    release(id) {
      const entry = buffer.entries.find((one) => one.id === id)
      if (entry) buffer.remove(entry)
      pump()
      return entry?.envelope
    },
    keepAll: () => buffer.entries.forEach(keep),
    retry() {
      pausedUntil = 0
      pump()
    },
  }
}
