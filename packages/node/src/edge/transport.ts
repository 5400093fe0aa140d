import {
  createTransport,
  readAnswer,
  type Transport,
  type TransportOptions,
  unpatched,
} from '@mayday/core'

/** What a client passes on to its transport where there is `fetch` and nothing else. */
export interface FetchTransportOptions extends TransportOptions {
  /** Laid over the settings of each request. */
  fetchOptions?: RequestInit
  /** Ms after which a request is given up. @default 30000 */
  timeout?: number
}

/** Posts with the `fetch` of the runtime; the unpatched function leaves no breadcrumb. */
export function makeFetchTransport(options: FetchTransportOptions): Transport {
  const { url, headers, timeout = 30_000, fetchOptions } = options
  return createTransport(options, async ({ body }) => {
    const post = unpatched(globalThis.fetch) as typeof fetch
    const response = await post.call(globalThis, url, {
      method: 'POST',
      body: body as NonNullable<RequestInit['body']>,
      headers: headers ?? {},
      signal: AbortSignal.timeout(timeout),
      ...fetchOptions,
    })
    // Runtimes keep a connection busy until what it answers has been read.
    await response.arrayBuffer()
    return readAnswer(response)
  })
}
