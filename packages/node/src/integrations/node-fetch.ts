import { type Integration, together } from '@mayday/core'
import { explainFailures } from './failed-requests.js'
import { hear } from './hear.js'
import { type Followed, followRequest } from './outgoing-requests.js'

export interface NativeNodeFetchOptions {
  /** Leaves a breadcrumb for each request. @default true */
  breadcrumbs?: boolean | undefined
  /** True for addresses of which nothing is told. */
  ignoreOutgoingRequests?: ((url: string) => boolean) | undefined
}

/** What undici announces. */
interface Message {
  request: { origin?: unknown; path?: unknown; method?: unknown }
  response?: { statusCode?: number }
  error?: unknown
}

/**
 * Tells of requests by `fetch` and undici: each leaves a breadcrumb, and the event of one that failed says which it was
 * and where it was made. undici announces them itself, so nothing is replaced and no header is added.
 */
export function nativeNodeFetchIntegration(options: NativeNodeFetchOptions = {}): Integration {
  const { breadcrumbs, ignoreOutgoingRequests } = options
  return {
    name: 'NodeFetch',
    setup(client) {
      explainFailures(client)
      const underWay = new WeakMap<object, Followed>()
      const isIgnored = (url: string): boolean => !!ignoreOutgoingRequests?.(url)
      const end = ({ request }: Message, how: (followed: Followed) => void): void => {
        const followed = underWay.get(request)
        underWay.delete(request)
        if (followed) how(followed)
      }
      return together([
        hear<Message>('undici:request:create', ({ request }) => {
          const { origin, path, method } = request
          const url = new URL(`${path}`, `${origin}`).href
          const followed = followRequest(client, url, `${method}`, { breadcrumbs, isIgnored })
          if (followed) underWay.set(request, followed)
        }),
        hear<Message>('undici:request:headers', (message) => {
          const { request, response } = message
          const hint = { event: 'response', request, response }
          end(message, (followed) => followed.answered(response?.statusCode, hint))
        }),
        hear<Message>('undici:request:error', (message) => {
          const { request, error } = message
          end(message, (followed) => followed.failed(error, { event: 'error', request, error }))
        }),
      ])
    },
  }
}
