/** One transport to several receivers. */
import type { Envelope, EnvelopeItem, EventPayload, ItemType } from '../protocol/envelope.js'
import type { DsnComponents } from '../support/dsn.js'
import { VERSION } from '../version.js'
import { addressWithQuery } from './address.js'
import { createReceiver } from './receiver.js'
import {
  createRouter,
  isMain,
  type Leg,
  type Matcher,
  MULTIPLEXED_TRANSPORT_EXTRA_KEY,
  type Router,
} from './routes.js'
import type { Transport, TransportOptions, TransportResponse } from './transport.js'

const WITH_RELEASE: ItemType[] = ['event', 'transaction', 'profile', 'replay_event']
/** What did not reach its receiver with one envelope goes with the next; so many items of that are kept. */
const MAX_OWED = 100
/** Less than what the queue waits, to whom a receiver's silence would be the failure of all. */
const PATIENCE = 0.9
const DEFAULT_TIMEOUT = 30_000

/**
 * Makes a transport that sends each event to the receivers that `matcher` names for it, or `event.extra` under
 * `MULTIPLEXED_TRANSPORT_EXTRA_KEY`; to the client's own DSN where these name none, throw, or name what is no DSN. Client
 * reports always go there.
 *
 * Each receiver is waited for by itself: the outage or rate limit of one delays no other, and what is sent again goes to
 * those only that have not answered yet. An event counts as delivered when all have taken it, and as dropped once when
 * one of them refuses it for good. What is unsent when a Node process ends can wait in its spool only; after that it is
 * sent to all of its receivers, who know it by its id.
 *
 * @param createTransport makes the transport to one receiver
 */
export function makeMultiplexedTransport<O extends TransportOptions>(
  createTransport: (options: O) => Transport,
  matcher?: Matcher,
): (options: O) => Transport {
  return (options) => {
    const timeout = PATIENCE * ((options as { timeout?: number }).timeout || DEFAULT_TIMEOUT)
    const router = createRouter((dsn) => {
      const transport = createTransport({ ...options, ...(dsn && addressTo(dsn, options)) })
      return createReceiver(transport, options, timeout)
    }, matcher)
    return {
      send: createSender(router, !matcher),
      async flush(limit) {
        const flushed = await Promise.all(router.receivers().map((one) => one.flush(limit)))
        return !flushed.includes(false)
      },
    }
  }
}

/** The program's own headers stay; those that say who sends are the receiver's. */
function addressTo(dsn: DsnComponents, options: TransportOptions): object {
  const { addressOf, tunnel, headers } = options
  const address = addressOf?.(dsn) ?? addressWithQuery(dsn, `mayday.javascript/${VERSION}`)
  // Who calls the transport by hand may give it a tunnel.
  const url = addressOf || typeof tunnel !== 'string' ? address.url : tunnel
  return { ...address, url, headers: { ...headers, ...address.headers } }
}

/** @param isByExtra whether events carry their routes */
function createSender({ plan }: Router, isByExtra: boolean): Transport['send'] {
  // By what stays the same for as long as the queue tries: the headers of the first item.
  const journeys = new WeakMap<object, Leg[]>()
  const owed: EnvelopeItem[] = []

  async function attempt(leg: Leg, [headers, items]: Envelope): Promise<void> {
    const { receiver, dsn, release } = leg
    const its = itemsOf(leg, items).map((item) => itemFor(item, release, isByExtra))
    const debts = dsn ? [] : owed.splice(0)
    const { sent_at, dsn: given, ...event } = headers
    const head = { ...(leg.parts.includes(isMain) && event), ...(sent_at && { sent_at }) }
    const to = dsn ?? given
    leg.response = await receiver.send(
      [{ ...head, ...(to && { dsn: to }) }, [...its, ...debts]],
      leg,
    )
    if (leg.response.retryAt) owe(debts)
  }

  function owe(items: EnvelopeItem[]): void {
    owed.push(...items.slice(0, MAX_OWED - owed.length))
  }

  return async (envelope) => {
    const [, items] = envelope
    const key = items[0]?.[0] ?? envelope
    const legs = journeys.get(key) ?? plan(envelope)
    journeys.set(key, legs)
    await Promise.all(legs.filter(isOpen).map((leg) => attempt(leg, envelope)))
    const mains = legs.filter(({ parts }) => parts.includes(isMain))
    const answer = answerOf(mains.length > 0 ? mains : legs)
    if (answer.retryAt || answer.statusCode === 413) return answer
    journeys.delete(key)
    // An event that has arrived does not wait for its company.
    owe(legs.filter(isOpen).flatMap((leg) => itemsOf(leg, items)))
    return answer
  }
}

function itemsOf({ parts }: Leg, items: EnvelopeItem[]): EnvelopeItem[] {
  return items.filter((item) => parts.some((isPart) => isPart(item)))
}

function isOpen({ response }: Leg): boolean {
  return !response || !!response.retryAt
}

/** As it goes to one receiver; what goes to the others stays as it is. */
function itemFor(
  item: EnvelopeItem,
  release: string | undefined,
  isByExtra: boolean,
): EnvelopeItem {
  const [headers, payload] = item
  if (!WITH_RELEASE.includes(headers.type)) return item
  const event = { ...(payload as EventPayload), ...(release && { release }) }
  if (isByExtra && event.extra) {
    const { [MULTIPLEXED_TRANSPORT_EXTRA_KEY]: _routes, ...extra } = event.extra
    event.extra = extra
  }
  return [headers, event]
}

/** What the queue is told: when to go on, then that it is too big for one, then the first refusal, else the first answer. */
function answerOf(legs: Leg[]): TransportResponse {
  const late = legs.filter(isOpen).map(({ response }) => response ?? {})
  if (late.length > 0) {
    return { ...late[0], retryAt: Math.min(...late.map(({ retryAt = 0 }) => retryAt)) }
  }
  const tooBig = legs.filter(({ response }) => response?.statusCode === 413)
  // Those only are sent the smaller one.
  for (const leg of tooBig) delete leg.response
  if (tooBig.length > 0) return { statusCode: 413 }
  const answers = legs.map(({ response }) => response ?? {})
  const refusal = answers.find(({ statusCode = 200 }) => statusCode < 200 || statusCode >= 300)
  const { headers, ...answer } = refusal ?? answers[0] ?? {}
  // The limits of one receiver are none of the others'.
  return headers
    ? { ...answer, headers: { ...headers, 'x-sentry-rate-limits': null, 'retry-after': null } }
    : answer
}
