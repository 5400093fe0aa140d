import {
  byteLength,
  createTransport,
  debug,
  type RequestExecutor,
  readAnswer,
  type Transport,
  type TransportOptions,
  unpatched,
} from '@mayday/core'
import { makeDetour } from './detour.js'

/** What a client passes on to its transport in a page. */
export interface FetchTransportOptions extends TransportOptions {
  /** Laid over the settings of each request. */
  fetchOptions?: RequestInit
  /** Ms after which a request is given up. @default 30000 */
  timeout?: number
  /** Where to post when `url` turns out to be blocked. */
  detour?: string
}

/** Browsers allow 64 KiB for all bodies together that may outlive their page; the rest is the page's own. */
const KEEPALIVE_BYTES = 60_000
const KEEPALIVE_REQUESTS = 15

/** Those of all clients in the page: the browser does not tell them apart. */
const underWay = { bytes: 0, requests: 0 }

/**
 * Posts with `fetch`, so that requests outlive the page as far as browsers allow. A text body needs no preflight, and
 * the unpatched function leaves no breadcrumb.
 *
 * @param nativeFetch called instead of the page's own
 */
export function makeFetchTransport(
  options: FetchTransportOptions,
  nativeFetch?: typeof fetch,
): Transport {
  const { url, detour } = options
  const executorOf = (to: string): RequestExecutor => createExecutor(to, options, nativeFetch)
  const direct = executorOf(url)
  return createTransport(options, detour ? makeDetour(direct, executorOf(detour), url) : direct)
}

function createExecutor(
  url: string,
  { headers, detour, timeout = 30_000, fetchOptions }: FetchTransportOptions,
  nativeFetch: typeof fetch | undefined,
): RequestExecutor {
  return async ({ body }) => {
    const bytes = byteLength(body)
    underWay.bytes += bytes
    underWay.requests++
    try {
      // Both ways have to fit into one attempt. Older browsers give a request up when they want.
      const signal = globalThis.AbortSignal?.timeout?.(detour ? timeout / 2 : timeout)
      const response = await post(nativeFetch, url, {
        method: 'POST',
        body: body as BodyInit,
        referrerPolicy: 'strict-origin',
        keepalive: underWay.bytes <= KEEPALIVE_BYTES && underWay.requests <= KEEPALIVE_REQUESTS,
        headers: headers as Record<string, string>,
        signal,
        ...fetchOptions,
      })
      return readAnswer(response)
    } finally {
      underWay.bytes -= bytes
      underWay.requests--
    }
  }
}

/** The page's own requests may have used up what may outlive it: then once more without. */
async function post(
  nativeFetch: typeof fetch | undefined,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const fetch = nativeFetch ?? (unpatched(globalThis.fetch) as typeof globalThis.fetch)
  try {
    return await fetch.call(globalThis, url, init)
  } catch (error) {
    if (!init.keepalive || init.signal?.aborted) throw error
    debug('Refused with keepalive:', error)
    // What is taken from a page that goes is not refused: it is under way, and the page gets no further than here.
    await new Promise((resolve) => setTimeout(resolve))
    // A simulated page may have refused the signal, which is not of the same kind as its `fetch`.
    return fetch.call(globalThis, url, { ...init, keepalive: false, signal: null })
  }
}
