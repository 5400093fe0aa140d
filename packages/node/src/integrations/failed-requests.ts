/** What Node says of a request that failed names neither the request nor its place; here the event gets both. */
import { type Client, type Exception, type StackFrame, safely } from '@mayday/core'
import { errorsOf } from './errors-of.js'

interface FailedRequest {
  method: string
  url: string
  /** Made where the request was. */
  site: Error
}

/** By what they failed with, which the program goes on using as it is. */
const failed = new WeakMap<object, FailedRequest>()

export function noteFailedRequest(error: unknown, request: FailedRequest): void {
  if (typeof error === 'object' && error !== null) failed.set(error, request)
}

/** There are some twenty frames of Node's own between the program's call and the place where it is told. */
const DEPTH = 50

/** An error made here, whose text nobody pays for unless it is read. */
export function placeOfRequest(): Error {
  const { stackTraceLimit } = Error
  safely('stackTraceLimit', () => {
    Error.stackTraceLimit = DEPTH
  })
  const site = new Error()
  safely('stackTraceLimit', () => {
    Error.stackTraceLimit = stackTraceLimit
  })
  return site
}

const explained = new WeakSet<Client>()

/**
 * Has the exceptions of requests that failed tell of the request: by method and address; by the place of the call where
 * the error itself knows none of the program; and by the host behind `fetch`'s message, which names none.
 */
export function explainFailures(client: Client): void {
  // Several integrations follow requests.
  if (explained.has(client)) return
  explained.add(client)
  client.on('preprocessEvent', (event, hint) => {
    const told = new Set<FailedRequest>()
    // The outermost first: what it wraps is about the same request.
    for (const [exception, error] of errorsOf(event, hint).reverse()) {
      const isFetch = isOfFetch(error)
      const request = failed.get(isFetch ? Object((error as Error).cause) : error)
      if (!request || told.has(request)) continue
      told.add(request)
      tell(exception, request, isFetch, client)
    }
  })
}

/** `fetch` wraps the error that it meets into one that says nothing. */
function isOfFetch(error: object): boolean {
  return error instanceof TypeError && error.message === 'fetch failed'
}

function tell(
  exception: Exception,
  { method, url, site }: FailedRequest,
  isFetch: boolean,
  client: Client,
): void {
  const { mechanism, stacktrace } = exception
  exception.mechanism = { type: 'generic', ...mechanism, data: { ...mechanism?.data, method, url } }
  if (isFetch && client.getOptions().enhanceFetchErrorMessages !== false)
    exception.value += ` (${new URL(url).host})`
  if (stacktrace?.frames?.some(({ in_app }) => in_app)) return
  const frames = framesOf(site, client)
  if (frames.length > 0) exception.stacktrace = { frames }
}

/** Its own files, those of undici, and functions of the engine. */
const BETWEEN = /^node:|^<anonymous>$|[\\/]node_modules[\\/]undici[\\/]/

/** The program's frames: those above them are ours, and then those of Node. */
function framesOf(site: Error, client: Client): StackFrame[] {
  const frames = client.getStackParser()(site.stack ?? '')
  const isBetween = frames.map(({ filename = '' }) => BETWEEN.test(filename))
  const last = isBetween.lastIndexOf(true)
  let first = last
  while (first > 0 && isBetween[first - 1]) first--
  return last < 0 ? [] : frames.slice(0, first)
}
