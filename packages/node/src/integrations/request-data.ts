import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { type Integration, type Request, type ResolvedOptions, safely } from '@mayday/core'
import { addressOf } from '../request-address.js'

const FILTERED = '[Filtered]'

/** What may leave of a request's headers: nothing that says who somebody is or lets anybody in. */
const SAFE_HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-length',
  'content-type',
  'host',
  'origin',
  'referer',
  'user-agent',
  'x-request-id',
]

/** Names of headers and cookies that hold credentials: those never leave, whatever the options say. */
const CREDENTIALS =
  /auth|token|secret|passw|pwd|key|jwt|bearer|sso|saml|csrf|xsrf|credential|sess|sid|identity/i

/** Names of headers that tell the client's address, or who it is. */
const CLIENT = /forwarded|-ip|remote-|via|-user/i

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
    headers: allowedHeaders(headers, collection),
    ...(query && { query_string: query }),
    ...(collection.cookies && headers.cookie && { cookies: cookiesIn(headers.cookie) }),
  }
}

function allowedHeaders(
  headers: IncomingMessage['headers'],
  { httpHeaders, userInfo }: Collection,
): Record<string, string> {
  const isAllowed = (name: string): boolean =>
    SAFE_HEADERS.includes(name) ||
    (httpHeaders &&
      !/cookie/.test(name) &&
      !CREDENTIALS.test(name) &&
      (userInfo || !CLIENT.test(name)))
  const allowed = Object.entries(headers).filter(([name]) => isAllowed(name))
  return Object.fromEntries(allowed.map(([name, value]) => [name, String(value)]))
}

/** By name; what has none is all value. */
function cookiesIn(header: string): Record<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split(/=(.*)/s))
  return Object.fromEntries(
    pairs.map(([name = '', value]) =>
      value === undefined
        ? [FILTERED, FILTERED]
        : [name, CREDENTIALS.test(name) ? FILTERED : value],
    ),
  )
}

/** The address that the first proxy saw, or that of the connection. */
function clientAddress({ headers, socket }: IncomingMessage): string | null {
  const [first = ''] = String(headers['x-forwarded-for'] ?? '').split(',')
  return isIP(first.trim()) ? first.trim() : (socket.remoteAddress ?? null)
}
