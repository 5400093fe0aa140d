/**
 * When an envelope is worth another attempt: the set of OTLP, not that of the Sentry specification, which gives up at
 * the first failure. Receivers know a repeated event by its id.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */
import { debug } from '../support/debug.js'
import type { Fate } from './ledger.js'

/** An envelope that would have to wait longer is given up at once; in ms. */
export const MAX_WAIT = 300_000
/** After so many attempts an envelope is given up. */
const MAX_ATTEMPTS = 8
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000

/**
 * What an attempt has decided, or `undefined` when there should be another.
 *
 * @param status what the receiver answered; 0 stands for silence
 */
export function fateOf(status: number, attempts: number): Fate | undefined {
  if (status >= 200 && status < 300) return 'delivered'
  if ([0, 429, 502, 503, 504].includes(status) && attempts < MAX_ATTEMPTS) return undefined
  debug('Dropped, status', status)
  if (!status) return 'network_error'
  return status === 429 ? 'ratelimit_backoff' : 'send_error'
}

/** Ms to pause after so many failures in a row: doubling, with full jitter so that clients do not come back together. */
export function pauseAfter(failures: number): number {
  return Math.random() * Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE)
}
