import { errorMonitor } from 'node:events'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { type Client, together } from '@mayday/core'
import { explainFailures } from './failed-requests.js'
import { hear } from './hear.js'
import { type Followed, followRequest } from './outgoing-requests.js'
import { isUnobserved } from './unobserved.js'

export interface OutgoingHttpOptions {
  /** Leaves a breadcrumb for each request. @default true */
  breadcrumbs?: boolean | undefined
  /** True for addresses of which nothing is told. */
  ignoreOutgoingRequests?: ((url: string, request: RequestOptions) => boolean) | undefined
}

/**
 * Follows requests by `node:http` and `node:https`, as `nativeNodeFetchIntegration()` does those by `fetch`; returns
 * what ends that. Node announces them itself.
 */
export function followOutgoingHttp(client: Client, options: OutgoingHttpOptions = {}): () => void {
  const { breadcrumbs, ignoreOutgoingRequests } = options
  explainFailures(client)
  const underWay = new WeakMap<ClientRequest, Followed>()
  const begin = ({ request }: Message): void => {
    if (underWay.has(request) || isUnobserved(request)) return
    const asked = optionsOf(request)
    const isIgnored = (url: string): boolean => !!ignoreOutgoingRequests?.(url, asked)
    const followed = followRequest(client, addressOf(request), request.method, {
      breadcrumbs,
      isIgnored,
    })
    if (!followed) return
    underWay.set(request, followed)
    // Node 20 does not announce all failures before 20.17, and this is not a listener that it counts.
    request.on(errorMonitor, (error: unknown) => {
      end(request)?.failed(error, { event: 'error', request, error })
    })
  }
  const end = (request: ClientRequest): Followed | undefined => {
    const followed = underWay.get(request)
    underWay.delete(request)
    return followed
  }
  return together([
    // Only Node 22 and later say so, and then it is closest to where the program made it.
    hear<Message>('http.client.request.created', begin),
    hear<Message>('http.client.request.start', begin),
    hear<Message>('http.client.response.finish', ({ request, response }) => {
      end(request)?.answered(response.statusCode, { event: 'response', request, response })
    }),
  ])
}

interface Message {
  request: ClientRequest
  response: IncomingMessage
}

function addressOf(request: ClientRequest): string {
  const { protocol, host, path } = request
  // With the port.
  const named = request.getHeader('host') ?? host
  return new URL(path, `${protocol}//${named}`).href
}

function optionsOf({ protocol, host, path, method }: ClientRequest): RequestOptions {
  return { protocol, host, path, method }
}
