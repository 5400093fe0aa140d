/** One of several receivers: what it wants none of, and how long it is left alone. Waiting itself is the queue's. */
import type { Envelope, EnvelopeItem } from '../protocol/envelope.js'
import { debug } from '../support/debug.js'
import { startTimer } from '../support/time.js'
import { categoryOf } from './envelope.js'
import { limitedUntil, type RateLimits, updateRateLimits } from './rate-limits.js'
import { fateOf, MAX_STRIKES, pauseAfter } from './retry.js'
import type { Transport, TransportOptions, TransportResponse } from './transport.js'

/** What an envelope has been through at one receiver. */
export interface Trials {
  /** Failures while others got through. */
  strikes: number
  /** How many had got through at the last failure. */
  deliveredThen?: number
}

export interface Receiver extends Pick<Transport, 'flush'> {
  /** Makes one attempt, unless the receiver is to be left alone; what may be tried again has `retryAt`. Never rejects. */
  send(envelope: Envelope, trials: Trials): Promise<TransportResponse>
}

/** Nobody wakes the queue when a receiver is back, so that none is left alone for longer; in ms. */
const LONGEST_PAUSE = 60_000
/** Chance may give a pause of nothing, which would be no pause of this receiver's alone; in ms. */
const SHORTEST_WAIT = 100
/** So long the others wait while one envelope sees whether the receiver is back; in ms. */
const PROBE_WAIT = 2000

/** @param timeout ms after which an attempt without an answer has failed */
export function createReceiver(
  transport: Transport,
  { recordDroppedEvent }: TransportOptions,
  timeout: number,
): Receiver {
  const limits: RateLimits = {}
  const left = new WeakSet<EnvelopeItem>()
  let underWay = 0
  let delivered = 0
  let failuresInARow = 0
  let pausedUntil = 0

  function closedUntil([, [first]]: Envelope): number {
    const now = Date.now()
    const limit = first ? limitedUntil(limits, first) : 0
    if (failuresInARow && underWay) return Math.max(limit, now + PROBE_WAIT)
    // A clock that was set back does not make the pause longer.
    return Math.max(limit, pausedUntil <= now + LONGEST_PAUSE ? pausedUntil : 0)
  }

  /** What the receiver wants none of now does not travel along, and is counted once. */
  function withoutLimited([headers, [first, ...others]]: Envelope): Envelope {
    const isWanted = (item: EnvelopeItem): boolean => {
      if (left.has(item)) return false
      if (limitedUntil(limits, item) <= Date.now()) return true
      left.add(item)
      recordDroppedEvent('ratelimit_backoff', categoryOf(item))
      return false
    }
    return [headers, first ? [first, ...others.filter(isWanted)] : []]
  }

  function answerTo(envelope: Envelope): Promise<TransportResponse> {
    return new Promise((resolve) => {
      const end = (response: TransportResponse | undefined): void => {
        stop()
        // A transport of the user's own may know nothing of answers.
        resolve(response ?? {})
      }
      const fail = (error: unknown): void => {
        debug('No answer from one of several receivers:', error)
        end({ statusCode: 0 })
      }
      const stop = startTimer(() => fail('not in time'), timeout)
      // It may throw at once.
      ;(async () => transport.send(envelope))().then(end, fail)
    })
  }

  /** What was decided or, while the receiver is to blame, when to ask again. */
  function judge(envelope: Envelope, response: TransportResponse, trials: Trials) {
    const { statusCode = 200 } = response
    const fate = fateOf(statusCode)
    if (fate === 'delivered') {
      delivered++
      failuresInARow = 0
      pausedUntil = 0
    }
    if (fate) return response
    if (trials.deliveredThen !== delivered) trials.strikes++
    trials.deliveredThen = delivered
    // To the queue this is final.
    if (trials.strikes >= MAX_STRIKES) return { statusCode: 500 }
    const now = Date.now()
    if (closedUntil(envelope) <= now) {
      pausedUntil = now + Math.min(pauseAfter(failuresInARow++), LONGEST_PAUSE)
    }
    // Of the queue's own limits a 429 would be one.
    const retryAt = Math.max(closedUntil(envelope), now + SHORTEST_WAIT)
    return { statusCode: statusCode === 429 ? 503 : statusCode, retryAt }
  }

  return {
    async send(envelope, trials) {
      const until = closedUntil(envelope)
      if (until > Date.now()) return { statusCode: 503, retryAt: until }
      underWay++
      const response = await answerTo(withoutLimited(envelope))
      underWay--
      updateRateLimits(limits, response)
      return judge(envelope, response, trials)
    },
    flush: (limit) => transport.flush(limit),
  }
}
