/** Holds the envelopes of one client until the receiver has them or a reason is known why it never will. */
import type { Platform } from '../client.js'
import type { ResolvedOptions } from '../options.js'
import type { Envelope } from '../protocol/envelope.js'
import { debug } from '../support/debug.js'
import { type DsnComponents, dsnToString } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import { startTimer } from '../support/time.js'
import { transportOptions } from './address.js'
import { categoryOf } from './envelope.js'
import type { Fate, Ledger } from './ledger.js'
import { limitedUntil, type RateLimits, updateRateLimits } from './rate-limits.js'
import type { Transport, TransportResponse } from './transport.js'

export interface Delivery {
  readonly transport: Transport
  /**
   * Queues the envelope, with what is to be reported of dropped events, and starts sending before it returns where
   * that is allowed. Does nothing where both are empty.
   */
  send(envelope: Envelope): void
  /** What is not settled yet, oldest first, stamped as if sent now. */
  pending(): Envelope[]
  /** Resolves once nothing is pending. */
  idle(): Promise<void>
}

interface Entry {
  envelope: Envelope
  attempts: number
  since: number
  isUnderWay: boolean
}

/** An envelope that would have to wait longer is given up at once; in ms. */
const MAX_WAIT = 300_000
/** After so many attempts an envelope is given up. */
const MAX_ATTEMPTS = 8
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000

/** The delivery of a client, or `undefined` when it is to send nothing. */
export function createDelivery(
  options: ResolvedOptions,
  dsn: DsnComponents | undefined,
  platform: Platform,
  ledger: Ledger,
): Delivery | undefined {
  const make = options.transport ?? platform.transport
  if (!dsn || !options.enabled || !make) return undefined
  const made = safely('transport', () => make(transportOptions(options, dsn, platform, ledger)))
  if (!made) return undefined

  const transport = made
  const route = options.tunnel ? { dsn: dsnToString(dsn) } : {}
  const entries = new Set<Entry>()
  const waiting: (() => void)[] = []
  const limits: RateLimits = {}
  let failuresInARow = 0
  let pausedUntil = 0
  let stopTimer: (() => void) | undefined

  /** The envelope as it is to be sent now: with the time and, through a tunnel, with where it belongs. */
  function stamp({ envelope: [headers, items] }: Entry): Envelope {
    return [{ ...headers, sent_at: new Date().toISOString(), ...route }, items]
  }

  function settle(entry: Entry, fate: Fate): void {
    entries.delete(entry)
    ledger.settled(entry.envelope[1], fate)
    if (entries.size === 0) for (const resolve of waiting.splice(0)) resolve()
  }

  /** Starts what may start now, and a timer for the first that has to wait. */
  function pump(): void {
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
      else if (underWay < (failuresInARow ? 1 : (platform.concurrency ?? 8))) {
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
    const status = await statusOf(entry)
    entry.isUnderWay = false
    const fate = fateOf(status, entry.attempts)
    if (fate === 'delivered') failuresInARow = 0
    if (fate) settle(entry, fate)
    else if (status !== 429 || limitOf(entry) <= Date.now()) pause()
    pump()
  }

  /** What the receiver answers to one attempt; 0 stands for silence. */
  async function statusOf(entry: Entry): Promise<number> {
    try {
      // A transport of the user's own may know nothing of status codes.
      const response: TransportResponse = (await transport.send(stamp(entry))) ?? {}
      updateRateLimits(limits, response)
      return response.statusCode ?? 200
    } catch (error) {
      debug('No answer:', error)
      return 0
    }
  }

  /** Doubling, with full jitter so that clients do not come back together. Requests that failed together are one failure. */
  function pause(): void {
    if (Date.now() < pausedUntil) return
    const longest = Math.min(FIRST_PAUSE * 2 ** failuresInARow++, LONGEST_PAUSE)
    pausedUntil = Date.now() + Math.random() * longest
  }

  return {
    transport,
    send([headers, given]) {
      const items = [...given, ...ledger.report()]
      if (items.length === 0) return
      const envelope: Envelope = [headers, items]
      const entry = { envelope, attempts: 0, since: Date.now(), isUnderWay: false }
      if (entries.size >= (options.transportOptions.bufferSize ?? 100)) {
        return settle(entry, 'queue_overflow')
      }
      entries.add(entry)
      pump()
    },
    pending: () => [...entries].map(stamp),
    idle: () =>
      new Promise((resolve) => {
        if (entries.size > 0) waiting.push(resolve)
        else resolve()
      }),
  }
}

/**
 * What an attempt has decided, or `undefined` when there should be another: after silence and after answers that may
 * be different next time. That is the set of OTLP, not that of the Sentry specification, which gives up at the first
 * failure. Receivers know a repeated event by its id.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */
function fateOf(status: number, attempts: number): Fate | undefined {
  if (status >= 200 && status < 300) return 'delivered'
  const isRetryable = [0, 429, 502, 503, 504].includes(status)
  if (isRetryable && attempts < MAX_ATTEMPTS) return undefined
  debug('Envelope dropped, status', status)
  if (status === 0) return 'network_error'
  return status === 429 ? 'ratelimit_backoff' : 'send_error'
}
