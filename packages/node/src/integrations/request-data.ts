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

const FILTERED = '[Filtered]'

type Collection = ResolvedOptions['dataCollection']

/** Puts the incoming request on the events that are captured while it is served. */
export function requestDataIntegration(): Integration {
  return {
    name: 'RequestData',
    processEvent(event, _hint, client) {
      const incoming = event.sdkProcessingMetadata?.request as IncomingMessage | undefined
      if (!incoming) return event
      const { dataCollection } = client.getOptions()
      const request = safely('reading the request', () => describe(incoming, dataCollection))
      const user = dataCollection.userInfo ? { ip_address: clientAddress(incoming) } : {}
      return {
        ...event,
        ...nameEvent(event, incoming),
        request: { ...request, ...event.request },
        user: { ...user, ...event.user },
      }
    },
  }
}

/** What the queries of `url`, `query_string` and `referer` may say is decided where texts are scrubbed. */
function describe(incoming: IncomingMessage, collection: Collection): Request {
  const { method = 'GET', headers } = incoming
  const scheme = (incoming.socket as TLSSocket).encrypted ? 'https' : 'http'
  const { path, query } = addressOf(incoming)
  return {
    method,
    url: `${scheme}://${headers.host ?? 'localhost'}${path}`,
    headers: allowedHeaders(Object.entries(headers), collection),
    ...(query && { query_string: query }),
    ...(collection.cookies && headers.cookie && { cookies: cookiesIn(headers.cookie) }),
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
  return isIP(first.trim()) ? first.trim() : (socket.remoteAddress ?? null)
}
