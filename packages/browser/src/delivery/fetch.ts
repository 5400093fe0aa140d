import {
  byteLength,
  createTransport,
  type RequestExecutor,
  type Transport,
  type TransportOptions,
  unpatched,
} from '@mayday/core'

/** Browsers allow 64 KiB for all bodies together that may outlive their page; the rest is the page's own. */
const KEEPALIVE_BYTES = 60_000

/**
 * Posts with `fetch`, so that requests outlive the page as far as browsers allow. A text body needs no preflight, and
 * the unpatched function leaves no breadcrumb.
 */
export function makeFetchTransport(
  options: TransportOptions & { fetchOptions?: RequestInit },
  nativeFetch?: typeof fetch,
): Transport {
  return createTransport(options, createExecutor(options, nativeFetch))
}

function createExecutor(
  options: TransportOptions & { fetchOptions?: RequestInit },
  nativeFetch?: typeof fetch,
): RequestExecutor {
  const { url, headers, fetchOptions } = options
  let bytesUnderWay = 0
  return async ({ body }) => {
    const bytes = byteLength(body)
    bytesUnderWay += bytes
    try {
      const fetch = nativeFetch ?? (unpatched(globalThis.fetch) as typeof globalThis.fetch)
      const response = await fetch.call(globalThis, url, {
        method: 'POST',
        body: body as BodyInit,
        referrerPolicy: 'strict-origin',
        keepalive: bytesUnderWay <= KEEPALIVE_BYTES,
        headers: headers as Record<string, string>,
        ...fetchOptions,
      })
      return {
        statusCode: response.status,
        headers: {
          'x-sentry-rate-limits': response.headers.get('x-sentry-rate-limits'),
          'retry-after': response.headers.get('retry-after'),
        },
      }
    } finally {
      bytesUnderWay -= bytes
    }
  }
}
