/**
 * When an envelope is worth another attempt: the set of OTLP, not that of the Sentry specification, which gives up at
 * the first failure. Receivers know a repeated event by its id.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */
import { debug } from '../support/debug.js'
import type { Fate } from './ledger.js'

/** An envelope that a rate limit would make wait longer is given up at once; in ms. */
export const MAX_WAIT = 900_000
/** An envelope that was queued so long ago is given up; in ms. */
export const MAX_AGE: number = 7 * 86_400_000
/** Something new may ask whether the receiver is back when the last failure is so long ago; in ms. */
export const ASK_AGAIN = 30_000
/** An envelope that failed so often while others got through has itself to blame. */
export const MAX_STRIKES = 8
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 900_000

/** What the answer has decided, or `undefined` when another attempt may end better; status 0 stands for silence. */
export function fateOf(status: number): Fate | undefined {
  if (status >= 200 && status < 300) return 'delivered'
  return [0, 429, 502, 503, 504].includes(status) ? undefined : givenUp(status)
}

/** Why an envelope is given up after such an answer. */
export function givenUp(status: number): Fate {
  debug('Dropped, status', status)
  if (!status) return 'network_error'
  return status === 429 ? 'ratelimit_backoff' : 'send_error'
}

/** Ms to pause after so many failures in a row: doubling, with full jitter so that clients do not come back together. */
export function pauseAfter(failures: number): number {
  return Math.random() * Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE)
}
