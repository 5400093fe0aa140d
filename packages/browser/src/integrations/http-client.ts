import {
  allowedHeaders,
  type Client,
  type Event,
  fetchChannel,
  framesOfCall,
  getClient,
  type Integration,
  matchesSome,
  rememberCallSites,
  tap,
  together,
} from '@mayday/core'
import { isOwnRequest } from '../instrument/own-request.js'
import { onXhr } from '../instrument/xhr.js'

/** One status, or the first and the last of a range. */
export type HttpStatusCodeRange = [number, number] | number
/** A text that an address must contain, or an expression that must match it. */
export type HttpRequestTarget = string | RegExp

export interface HttpClientOptions {
  /** Which answers are failures. @default [[500, 599]] */
  failedRequestStatusCodes?: HttpStatusCodeRange[]
  /** Which addresses count; they are looked at as a whole, with their origin. @default all */
  failedRequestTargets?: HttpRequestTarget[]
}

/** A request that was answered. */
interface Exchange {
  kind: 'fetch' | 'xhr'
  method: string
  /** As the page wrote it. */
  url: string
  /** Where the answer came from, if it says that. */
  answeredBy: string
  status: number
  site: Error | undefined
  sent: HeaderList
  received: HeaderList
}

type HeaderList = Iterable<readonly [name: string, value: unknown]>

/**
 * Captures requests by `fetch` and `XMLHttpRequest` that are answered with a failing status, with the place of the call.
 * Of their headers only harmless ones leave, unless `dataCollection.httpHeaders` opens the others; never cookies, bodies,
 * and, unless `queryParams` opens them, values in queries.
 */
export function httpClientIntegration(options: HttpClientOptions = {}): Integration {
  const { failedRequestStatusCodes = [[500, 599]], failedRequestTargets = [''] } = options

  function isFailure({ status, url, answeredBy }: Exchange): boolean {
    const isIn = failedRequestStatusCodes.some((range) => {
      const [first, last] = [range].flat() as [number, number?]
      return status >= first && status <= (last ?? first)
    })
    return isIn && matchesSome(answeredBy || absolute(url), failedRequestTargets)
  }

  return {
    name: 'HttpClient',
    setup(client) {
      const tell = (exchange: Exchange): void => {
        if (getClient() !== client || isOwnRequest(client, exchange.url)) return
        if (isFailure(exchange)) capture(exchange, client)
      }
      return together([rememberCallSites(), onFetchAnswer(tell), onXhrAnswer(tell)])
    },
  }
}

function onFetchAnswer(tell: (exchange: Exchange) => void): () => void {
  return fetchChannel.subscribe(({ method, url, status = 0, site, args, response }) => {
    if (!response) return
    const [input, init] = args as Parameters<typeof fetch>
    const sent = init?.headers ?? (input as Partial<Request>).headers
    const { url: answeredBy, headers } = response as Response
    const received = headers ?? []
    tell({
      kind: 'fetch',
      method,
      url,
      answeredBy,
      status,
      site,
      sent: new Headers(sent),
      received,
    })
  })
}

function onXhrAnswer(tell: (exchange: Exchange) => void): () => void {
  const sent = new WeakMap<object, [name: string, value: unknown][]>()
  const prototype = globalThis.XMLHttpRequest?.prototype
  return together([
    tap(prototype, ['open', 'setRequestHeader'], (what, [name, value], self) => {
      const headers = what === 'open' ? [] : (sent.get(self as object) ?? [])
      if (what !== 'open') headers.push([`${name}`, value])
      sent.set(self as object, headers)
    }),
    onXhr(({ method, url, status = 0, site }, hint) => {
      const xhr = hint.xhr as XMLHttpRequest
      const lines = xhr.getAllResponseHeaders()?.split(/\r?\n/).filter(Boolean) ?? []
      tell({
        kind: 'xhr',
        method,
        url,
        answeredBy: xhr.responseURL,
        status,
        site,
        sent: sent.get(xhr) ?? [],
        received: lines.map((line) => line.split(/: (.*)/s) as [string, string]),
      })
    }),
  ])
}

function capture(exchange: Exchange, client: Client): void {
  const event = eventOf(exchange, client)
  // What reads stacks may not have been loaded yet; then it is asked once more when the event is made.
  const place = (event: Event): Event => placed(event, exchange, client)
  if (client.getTransport()) client.captureEvent(place(event))
  else client.captureEvent(event, { captureContext: (scope) => scope.addEventProcessor(place) })
}

/** The event with the place of the call as its stack. */
function placed(event: Event, { kind, site }: Exchange, client: Client): Event {
  const parse = client.getStackParser()
  const frames = kind === 'fetch' && site ? framesOfCall(site, parse) : parse(site?.stack ?? '')
  const values = event.exception?.values?.map((one) => ({ ...one, stacktrace: { frames } }))
  return values && frames.length > 0 ? { ...event, exception: { values } } : event
}

function eventOf(exchange: Exchange, client: Client): Event {
  const { kind, method, url, status, sent, received } = exchange
  const { dataCollection } = client.getOptions()
  const message = `HTTP Client Error with status code: ${status}`
  const headers = allowedHeaders(received, dataCollection)
  const length = headers['content-length']
  return {
    level: 'error',
    message,
    exception: {
      values: [
        {
          type: 'Error',
          value: message,
          mechanism: { type: `auto.http.client.${kind}`, handled: false },
        },
      ],
    },
    request: { url: absolute(url), method, headers: allowedHeaders(sent, dataCollection) },
    contexts: {
      response: {
        status_code: status,
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(length && { body_size: Number(length) }),
      },
    },
  }
}

function absolute(url: string): string {
  return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href
}
