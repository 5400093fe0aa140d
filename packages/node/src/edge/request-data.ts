import { allowedHeaders, type Integration, type Request, type ResolvedOptions } from '@mayday/core'

interface Incoming {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
}

/** Puts the incoming request on the events that are captured while it is served. */
export function requestDataIntegration(): Integration {
  return {
    name: 'RequestData',
    processEvent(event, _hint, client) {
      const incoming = event.sdkProcessingMetadata?.request as Incoming | undefined
      if (!incoming) return event
      const { dataCollection } = client.getOptions()
      const address = dataCollection.userInfo && clientAddress(incoming.headers)
      return {
        ...event,
        request: { ...describe(incoming, dataCollection), ...event.request },
        user: { ...(address && { ip_address: address }), ...event.user },
      }
    },
  }
}

/** What the queries of `url`, `query_string` and `referer` may say is decided where texts are scrubbed. */
function describe(
  { method, url, headers }: Incoming,
  collection: ResolvedOptions['dataCollection'],
): Request {
  const { origin, pathname, search } = new URL(url)
  return {
    method,
    url: origin + pathname,
    headers: allowedHeaders(Object.entries(headers), collection),
    ...(search && { query_string: search.slice(1) }),
  }
}

/** As the platform's own proxy tells it. */
function clientAddress(headers: Record<string, string>): string | undefined {
  const [first = ''] = (headers['x-forwarded-for'] ?? '').split(',')
  return headers['cf-connecting-ip'] ?? (first.trim() || undefined)
}
