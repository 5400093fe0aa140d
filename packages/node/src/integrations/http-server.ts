import type { IncomingMessage } from 'node:http'
import { type Integration, safely, together } from '@mayday/core'
import type { IncomingRequest } from '../async-scopes.js'
import { watchRequests } from '../instrument/incoming-requests.js'
import { followOutgoingHttp, type OutgoingHttpOptions } from './http-client.js'
import { warnOutsideRequests } from './outside-requests.js'
import { type BodySize, keepBodies, opensBodies } from './request-bodies.js'
import { countRequestSessions } from './request-sessions.js'

export interface HttpOptions extends OutgoingHttpOptions {
  /**
   * Tells the receiver how many requests went well, had an error, or failed by one that nobody handled. Needs a
   * `release`.
   * @default false
   */
  trackIncomingRequestsAsSessions?: boolean | undefined
  /** Ms that these numbers are added up before they are sent. @default 60_000 */
  sessionFlushingDelayMS?: number | undefined
  /** Requests that are not counted so, such as health checks. Their errors are captured like all others. */
  ignoreIncomingRequests?: ((urlPath: string, request: IncomingMessage) => boolean) | undefined
  /**
   * Up to which size bodies are put on events: 1,000, 10,000 or 1,000,000 bytes. They never are unless
   * `dataCollection.httpBodies` names `'incomingRequest'`; then those in JSON and of forms are that the program reads
   * itself.
   * @default 'medium'
   */
  maxIncomingRequestBodySize?: BodySize | undefined
  /** Another name for the same. */
  maxRequestBodySize?: BodySize | undefined
  /** Requests whose bodies stay where they are. */
  ignoreIncomingRequestBody?: ((url: string, request: IncomingMessage) => boolean) | undefined
  /**
   * Warns on the console, once for each place, when something is captured outside of every request while requests are
   * open: its user, tags and breadcrumbs are lost, because something called back in another context.
   * @default true with the option `debug`
   */
  warnOutsideRequests?: boolean | undefined
}

/**
 * Gives each incoming request scopes of its own: what is set while one is served is not seen by another. Node itself
 * announces requests, so it works whatever was imported first, and bundled.
 */
export function httpIntegration(options: HttpOptions = {}): Integration {
  const {
    trackIncomingRequestsAsSessions: isCounting = false,
    sessionFlushingDelayMS = 60_000,
    maxRequestBodySize = 'medium',
    maxIncomingRequestBodySize: size = maxRequestBodySize,
    warnOutsideRequests: isWarning,
  } = options
  const isCounted = unless(options.ignoreIncomingRequests)
  const isKept = unless(options.ignoreIncomingRequestBody)
  return {
    name: 'Http',
    setup(client) {
      const { debug, dataCollection } = client.getOptions()
      const isOpen = opensBodies(dataCollection) && size !== 'none'
      return together([
        watchRequests({}),
        followOutgoingHttp(client, options),
        ...(isCounting ? [countRequestSessions(client, sessionFlushingDelayMS, isCounted)] : []),
        ...(isOpen ? [keepBodies(size, isKept)] : []),
        ...((isWarning ?? debug) ? [warnOutsideRequests(client)] : []),
      ])
    },
  }
}

/** What does not concern us is not asked for twice, and what throws concerns us. */
function unless(
  ignore: ((url: string, request: IncomingMessage) => boolean) | undefined,
): (request: IncomingRequest) => boolean {
  return (request) =>
    !ignore ||
    !safely('ignoring a request', () => ignore(request.url ?? '/', request as IncomingMessage))
}
