/** Which receivers an envelope goes to, part by part. */
import type { Envelope, EnvelopeItem, EventPayload, ItemType } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { type DsnComponents, dsnToString, parseDsn } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import { isCompanion } from './companions.js'
import type { Receiver, Trials } from './receiver.js'
import type { TransportResponse } from './transport.js'

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

export type Part = (item: EnvelopeItem) => boolean

/** What goes to one receiver of an envelope, and what that has answered. */
export interface Leg extends Route, Trials {
  parts: Part[]
  response?: TransportResponse
}

/** What an envelope is made for: the event and its attachments. */
export const isMain: Part = (item) => !isCompanion(item)
const isReport: Part = ([{ type }]) => type === 'client_report'
const isSession: Part = (item) => isCompanion(item) && !isReport(item)
/** What travels together for company only is routed by itself. */
const PARTS = [isMain, isSession, isReport]

export interface Router {
  /** All that have been connected to so far. */
  receivers(): Receiver[]
  /** Asks the matcher where the envelope goes. */
  plan(envelope: Envelope): Leg[]
}

/** @param connect reaches a receiver, or the client's own where no DSN is given */
export function createRouter(
  connect: (dsn?: DsnComponents) => Receiver,
  matcher: Matcher = routesInExtra,
): Router {
  const own: Route = { receiver: connect() }
  const receivers = new Map<string, Receiver | undefined>()

  function routeTo(given: string | RouteTo): Route[] {
    const { dsn: text, release } = typeof given === 'string' ? { dsn: given } : (given ?? {})
    const parsed = parseDsn(text)
    const dsn = parsed ? dsnToString(parsed) : ''
    if (parsed && !receivers.has(dsn)) {
      const receiver = safely('transport', () => connect(parsed))
      receivers.set(dsn, receiver)
    }
    const receiver = receivers.get(dsn)
    if (!receiver) debug('No receiver for this route:', given)
    return receiver ? [{ receiver, dsn, release }] : []
  }

  function routesOf(envelope: Envelope): Route[] {
    const getEvent: MatchParam['getEvent'] = (types) => eventOf(envelope, types)
    const routes = safely('matcher', () => matcher({ envelope, getEvent }).flatMap(routeTo))
    return routes?.length ? routes : [own]
  }

  return {
    receivers: () => [own.receiver, ...receivers.values()].filter((one) => one !== undefined),
    plan([headers, items]) {
      const legs = new Map<string, Leg>()
      for (const part of PARTS) {
        const its = items.filter(part)
        if (its.length === 0) continue
        for (const route of part === isReport ? [own] : routesOf([headers, its])) {
          // A matcher may name the same twice, and two parts may go the same way.
          const name = `${route.dsn} ${route.release}`
          const leg = legs.get(name) ?? { ...route, strikes: 0, parts: [] }
          legs.set(name, { ...leg, parts: [...new Set([...leg.parts, part])] })
        }
      }
      return [...legs.values()]
    },
  }
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
