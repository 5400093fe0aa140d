/** What browsers say of a request that failed names neither the request nor its place; here the event gets both. */
import type { Exception } from '../protocol/event.js'
import { framesOfCall } from './call-frames.js'
import { failedRequests } from './failed-requests.js'
import type { StackParser } from './stack-parser.js'

/** Chrome, Safari and Firefox, in this order. */
const SAID = /^(?:Failed to fetch|Load failed|NetworkError when attempting to fetch resource\.)$/
const HOST = /^https?:\/\/(?:[^/?#]*@)?([^/?#]+)/i

/**
 * The exception of an error that a request was rejected with also tells of the request: by method, address and the place
 * of the call, and by the host behind the message unless `namesHost` is false. Any other is as it was.
 */
export function tellRequest(
  error: object,
  exception: Exception,
  stackParser: StackParser,
  namesHost: boolean,
): Exception {
  const { type, value = '', stacktrace, mechanism } = exception
  const request = failedRequests.get(error)
  const isKnown = SAID.test(value)
  // Older versions of Safari say it in the user's language, and without a stack.
  if (!request || type !== 'TypeError' || (stacktrace && !isKnown)) return exception
  const { method, url, site } = request
  const frames = framesOfCall(site, stackParser)
  const [, host] = (namesHost && isKnown && HOST.exec(url)) || []
  return {
    ...exception,
    value: host ? `${value} (${host})` : value,
    mechanism: { type: 'generic', ...mechanism, data: { ...mechanism?.data, method, url } },
    // The error's own are the same at best; after an await there are none.
    ...(frames.length > 0 && { stacktrace: { frames } }),
  }
}
