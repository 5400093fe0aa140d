import type { Envelope, EnvelopeItem, EventPayload, ItemType } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { type DsnComponents, dsnToString, parseDsn } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import { VERSION } from '../version.js'
import { isCompanion } from './companions.js'
import { addressWithQuery } from './delivery.js'
import { createReceiver, type Receiver, type Trials } from './receiver.js'
import type { Transport, TransportOptions, TransportResponse } from './transport.js'

/** The member of `event.extra` that lists, as `{ dsn, release? }`, where the event goes when there is no matcher. */
export const MULTIPLEXED_TRANSPORT_EXTRA_KEY = 'MULTIPLEXED_TRANSPORT_EXTRA_KEY'

/** Where an envelope goes, and the release that its event says there. */
export interface RouteTo {
  dsn: string
  release?: string | undefined
}

/** What a matcher is asked about. */
export interface MatchParam {
  envelope: Envelope
  /** The event of the envelope, if it holds one of these types. @default ['event'] */
  getEvent(types?: ItemType[]): Event | undefined
}

/** Says where an envelope goes; to the client's own DSN if nowhere else. */
export type Matcher = (param: MatchParam) => (string | RouteTo)[]

interface Route {
  receiver: Receiver
  /** Nothing for the client's own DSN. */
  dsn?: string
  release?: string | undefined
}

/** What goes to one receiver of an envelope, and what that has answered. */
interface Leg extends Route, Trials {
  parts: Part[]
  response?: TransportResponse
}

type Part = (item: EnvelopeItem) => boolean

const isReport: Part = ([{ type }]) => type === 'client_report'
/** What travels together for company only is routed by itself: the event and its attachments, sessions, reports. */
const PARTS: Part[] = [
  (item) => !isCompanion(item),
  (item) => isCompanion(item) && !isReport(item),
  isReport,
]
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
    const connect = (address: object): Receiver =>
      createReceiver(createTransport({ ...options, ...address }), options, timeout)
    const own: Route = { receiver: connect({}) }
    const receivers = new Map<string, Receiver | undefined>()
    // By what stays the same for as long as the queue tries: the headers of the first item.
    const journeys = new WeakMap<object, Leg[]>()
    const owed: EnvelopeItem[] = []

    function routeTo(given: string | RouteTo): Route[] {
      const { dsn: text, release } = typeof given === 'string' ? { dsn: given } : (given ?? {})
      const parsed = parseDsn(text)
      const dsn = parsed && dsnToString(parsed)
      if (dsn && !receivers.has(dsn)) {
        receivers.set(
          dsn,
          safely('transport', () => connect(addressTo(parsed, options))),
        )
      }
      const receiver = receivers.get(dsn ?? '')
      if (!receiver) debug('No receiver for this route:', given)
      return receiver && dsn ? [{ receiver, dsn, release }] : []
    }

    function routesOf(envelope: Envelope): Route[] {
      const getEvent: MatchParam['getEvent'] = (types) => eventOf(envelope, types)
      const ask = matcher ?? routesInExtra
      const routes = safely('matcher', () => ask({ envelope, getEvent }).flatMap(routeTo))
      return routes?.length ? routes : [own]
    }

    function plan([headers, items]: Envelope): Leg[] {
      const legs = new Map<string, Leg>()
      for (const part of PARTS) {
        const its = items.filter(part)
        if (its.length === 0) continue
        for (const route of part === isReport ? [own] : routesOf([headers, its])) {
          const name = `${route.dsn} ${route.release}`
          const leg = legs.get(name) ?? { ...route, strikes: 0, parts: [] }
          // A matcher may name the same twice.
          if (!leg.parts.includes(part)) leg.parts.push(part)
          legs.set(name, leg)
        }
      }
      return [...legs.values()]
    }

    async function attempt(leg: Leg, [headers, items]: Envelope): Promise<void> {
      const { receiver, dsn, release, parts } = leg
      const its = items.filter((item) => parts.some((isPart) => isPart(item)))
      const debts = dsn ? [] : owed.splice(0)
      const clean = its.map((item) => itemFor(item, release, !matcher))
      const head = isMain(leg) ? headers : { ...headers, event_id: undefined, trace: undefined }
      leg.response = await receiver.send(
        [dsn ? { ...head, dsn } : head, [...clean, ...debts]] as Envelope,
        leg,
      )
      if (debts.length > 0 && leg.response.retryAt) owe(debts)
    }

    function owe(items: EnvelopeItem[]): void {
      owed.push(...items.slice(0, MAX_OWED - owed.length))
    }

    return {
      async send(envelope) {
        const key = envelope[1][0]?.[0] ?? envelope
        const legs = journeys.get(key) ?? plan(envelope)
        journeys.set(key, legs)
        await Promise.all(legs.filter(isOpen).map((leg) => attempt(leg, envelope)))
        const mains = legs.filter(isMain)
        const answer = answerOf(mains.length > 0 ? mains : legs)
        if (answer.retryAt || answer.statusCode === 413) return answer
        journeys.delete(key)
        const late = legs.filter(isOpen).flatMap(({ parts }) => parts)
        owe(envelope[1].filter((item) => late.some((isPart) => isPart(item))))
        return answer
      },
      async flush(limit) {
        const all = [own.receiver, ...receivers.values()]
        const flushed = await Promise.all(all.map((one) => one?.flush(limit)))
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

function routesInExtra({ getEvent }: MatchParam): (string | RouteTo)[] {
  const routes = getEvent()?.extra?.[MULTIPLEXED_TRANSPORT_EXTRA_KEY]
  return Array.isArray(routes) ? routes : []
}

/** With breadcrumbs as programs know them. */
function eventOf([, items]: Envelope, types: ItemType[] = []): Event | undefined {
  const wanted = types.length > 0 ? types : ['event']
  const payload = items.find(([{ type }]) => wanted.includes(type))?.[1] as EventPayload | undefined
  if (!payload?.breadcrumbs) return payload as Event | undefined
  const { breadcrumbs } = payload
  return { ...payload, breadcrumbs: breadcrumbs.values ?? breadcrumbs } as Event
}

/** As it goes to one receiver; what goes to the others stays as it is. */
function itemFor(item: EnvelopeItem, release?: string, withoutRoutes?: boolean): EnvelopeItem {
  const [headers, payload] = item
  if (!WITH_RELEASE.includes(headers.type)) return item
  const event = { ...(payload as EventPayload), ...(release && { release }) }
  if (withoutRoutes && event.extra) {
    const { [MULTIPLEXED_TRANSPORT_EXTRA_KEY]: _routes, ...extra } = event.extra
    event.extra = extra
  }
  return [headers, event]
}

function isMain({ parts }: Leg): boolean {
  return parts.includes(PARTS[0] as Part)
}

function isOpen({ response }: Leg): boolean {
  return !response || !!response.retryAt
}

/** What the queue is told: when to go on, then that it is too big for one, then the first refusal, else the first answer. */
function answerOf(legs: Leg[]): TransportResponse {
  const late = legs.filter(isOpen).map(({ response }) => response ?? {})
  if (late.length > 0)
    return { ...late[0], retryAt: Math.min(...late.map(({ retryAt = 0 }) => retryAt)) }
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
