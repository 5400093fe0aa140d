import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import {
  allowedHeaders,
  type Integration,
  isCredential,
  type Request,
  type ResolvedOptions,
  safely,
} from '@mayday/core'
import { builtIn } from '../built-in.js'
import { nameEvent } from '../frameworks/route.js'
import { addressOf } from '../request-address.js'
import { bodyOf, opensBodies } from './request-bodies.js'

const FILTERED = '[Filtered]'

type Collection = ResolvedOptions['dataCollection']

/** Which parts of a request events have. */
export interface RequestDataOptions {
  /**
   * What is `false` here stays away. What `dataCollection` keeps from events, nothing here opens.
   * @default all that `dataCollection` allows
   */
  include?:
    | {
        cookies?: boolean | undefined
        /** The body. */
        data?: boolean | undefined
        headers?: boolean | undefined
        /** The client's address. */
        ip?: boolean | undefined
        query_string?: boolean | undefined
        url?: boolean | undefined
      }
    | undefined
}

/** Puts the incoming request on the events that are captured while it is served. */
export function requestDataIntegration({ include = {} }: RequestDataOptions = {}): Integration {
  const isIncluded = ([part]: [string, unknown]): boolean => include[part as 'url'] !== false
  return {
    name: 'RequestData',
    processEvent(event, _hint, client) {
      const incoming = event.sdkProcessingMetadata?.request as IncomingMessage | undefined
      if (!incoming) return event
      const { dataCollection } = client.getOptions()
      const request = safely('reading the request', () => describe(incoming, dataCollection))
      const isAddressed = dataCollection.userInfo && include.ip !== false
      const user = isAddressed ? { ip_address: clientAddress(incoming) } : {}
      return {
        ...event,
        ...nameEvent(event, incoming),
        request: {
          ...Object.fromEntries(Object.entries(request ?? {}).filter(isIncluded)),
          ...event.request,
        },
        user: { ...user, ...event.user },
      }
    },
  }
}

/** What the queries of `url`, `query_string` and `referer` may say is decided where texts are scrubbed. */
function describe(incoming: IncomingMessage, collection: Collection): Request {
  const { method = 'GET' } = incoming
  // Those of HTTP/2 that are none are of the address.
  const named = Object.entries(incoming.headers).filter(([name]) => !name.startsWith(':'))
  const { host = incoming.headers[':authority'] ?? 'localhost' } = incoming.headers
  const scheme = (incoming.socket as TLSSocket | null)?.encrypted ? 'https' : 'http'
  const { path, query } = addressOf(incoming)
  const body = opensBodies(collection) && bodyOf(incoming)
  return {
    method,
    url: `${incoming.headers[':scheme'] ?? scheme}://${host}${path}`,
    headers: allowedHeaders(named, collection),
    ...(query && { query_string: query }),
    ...(collection.cookies &&
      incoming.headers.cookie && { cookies: cookiesIn(incoming.headers.cookie) }),
    ...(body ? { data: body } : {}),
  }
}

/** By name; what has none is all value. */
function cookiesIn(header: string): Record<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split(/=(.*)/s))
  return Object.fromEntries(
    pairs.map(([name = '', value]) =>
      value === undefined ? [FILTERED, FILTERED] : [name, isCredential(name) ? FILTERED : value],
    ),
  )
}

/** The address that the first proxy saw, or that of the connection. */
function clientAddress({ headers, socket }: IncomingMessage): string | null {
  const { isIP } = builtIn('node:net')
  const [first = ''] = String(headers['x-forwarded-for'] ?? '').split(',')
  return isIP(first.trim()) ? first.trim() : (socket?.remoteAddress ?? null)
}
