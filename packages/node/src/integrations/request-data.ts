import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { type Integration, type Request, safely, scrubUrl } from '@mayday/core'
import { addressOf } from '../request-address.js'

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

/** Headers that hold credentials: they never leave, whatever the options say. */
const CREDENTIALS = /auth|cookie|token|secret|key|session|csrf|xsrf|password|credential/i

/** Puts the incoming request on the events that are captured while it is served. */
export function requestDataIntegration(): Integration {
  return {
    name: 'RequestData',
    processEvent(event, _hint, client) {
      const request = event.sdkProcessingMetadata?.request as IncomingMessage | undefined
      const data =
        request &&
        safely('reading the request', () =>
          describeRequest(request, client.getOptions().sendDefaultPii),
        )
      return data ? { ...event, request: { ...data, ...event.request } } : event
    },
  }
}

function describeRequest(request: IncomingMessage, personal: boolean): Request {
  const { method = 'GET', headers } = request
  const scheme = (request.socket as TLSSocket).encrypted ? 'https' : 'http'
  const { path, query } = addressOf(request)
  const described: Request = {
    method,
    url: `${scheme}://${headers.host ?? 'localhost'}${path}`,
    headers: allowedHeaders(headers, personal),
  }
  if (query) described.query_string = personal ? query : (scrubUrl(`?${query}`).slice(1) ?? '')
  return described
}

function allowedHeaders(
  headers: IncomingMessage['headers'],
  personal: boolean,
): Record<string, string> {
  const allowed = Object.entries(headers).filter(([name]) =>
    personal ? !CREDENTIALS.test(name) : SAFE_HEADERS.includes(name),
  )
  return Object.fromEntries(
    allowed.map(([name, value]) => {
      const text = String(value)
      return [name, name === 'referer' && !personal ? scrubUrl(text) : text]
    }),
  )
}
