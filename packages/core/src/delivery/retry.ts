/**
 * When an envelope is worth another attempt: the set of OTLP, not that of the Sentry specification, which gives up
 * at the first failure. Receivers know a repeated event by its id.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */

/** After so many attempts an envelope is given up. */
export const MAX_ATTEMPTS = 8
/** An envelope that would have to wait longer is given up at once; in ms. */
export const MAX_WAIT = 300_000

const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000

/** True for answers that may be different next time. */
export function isRetryable(status: number): boolean {
  return status === 429 || (status >= 502 && status <= 504)
}

/** Ms to pause after so many failures in a row: doubling, with full jitter so that clients do not come back together. */
export function backoff(failuresBefore: number): number {
  return Math.random() * Math.min(FIRST_PAUSE * 2 ** failuresBefore, LONGEST_PAUSE)
}
