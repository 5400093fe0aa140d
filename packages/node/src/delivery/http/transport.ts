import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import {
  createTransport,
  type RequestExecutor,
  startTimer,
  type Transport,
  type TransportOptions,
  type TransportResponse,
  VERSION,
} from '@mayday/core'
import { createPost, type HttpModule, type Post, refused } from './post.js'
import { proxyFor } from './proxy.js'
import { type Certificates, type Way, wayTo } from './way.js'

/** What `transportOptions` may say in Node. */
export interface NodeTransportOptions extends TransportOptions {
  /**
   * The address of a proxy, `http://user:password@host:port`. What is sent to `https:` goes through it unread.
   * @default that of `https_proxy` or `http_proxy` in the environment, in small letters or capitals; in any case
   * `no_proxy` names hosts to which no proxy is used
   */
  proxy?: string | undefined
  /** PEM certificates of the authorities to trust, in place of those that Node trusts; for a proxy at `https:` too. */
  caCerts?: Certificates | undefined
  /** Uses connections again. @default true */
  keepAlive?: boolean | undefined
  /** Has the `request()` to use in place of that of `node:http` and `node:https`; not for what is sent at exit. */
  httpModule?: HttpModule | undefined
  /** Ms that one attempt may take in all. @default 30000 */
  timeout?: number | undefined
}

/** Who sends, as receivers are told. */
export const SENDER: string = `mayday.javascript.node/${VERSION}`
/** Below this many bytes compressing costs more than it saves. */
export const GZIP_FROM = 1024
/** Up to so many bytes, which is what most events have, another thread would take longer to be asked than to do it. */
const GZIP_AT_ONCE = 32_768
/** So long the rest of an answer may take, which nobody reads, for the connection to be used again; in ms. */
const REST = 1000

const ways = new WeakMap<Transport, Way>()

/** What is needed to post in this transport's place, for transports made here. */
export function wayOf(transport: Transport | undefined): Way | undefined {
  return transport && ways.get(transport)
}

/** Posts over keep-alive connections that keep no process alive, through a proxy where one is to be used. */
export function makeNodeTransport(options: NodeTransportOptions): Transport {
  const address = new URL(options.url)
  const way = wayTo(address, {
    headers: {
      'Content-Type': 'application/x-sentry-envelope',
      'User-Agent': SENDER,
      ...options.headers,
    },
    proxy: proxyFor(address, options.proxy),
    ca: options.caCerts,
    keepAlive: options.keepAlive ?? true,
    timeout: options.timeout ?? 30_000,
  })
  const transport = createTransport(options, createExecutor(createPost(way, options.httpModule)))
  ways.set(transport, way)
  return transport
}

function createExecutor(post: Post): RequestExecutor {
  return async ({ body }) => {
    const { bytes, encoding } = await compress(Buffer.from(body))
    const response = await post(bytes, encoding)
    await drain(response)
    // Only proxies answer so, and it says nothing of the envelope.
    if (response.statusCode === 407) throw refused(407)
    return toResponse(response)
  }
}

let zlib: Promise<typeof import('node:zlib')> | undefined

async function compress(
  bytes: Buffer,
): Promise<{ bytes: Buffer; encoding: Record<string, string> }> {
  if (bytes.length < GZIP_FROM) return { bytes, encoding: {} }
  zlib ??= import('node:zlib')
  const { gzip, gzipSync } = await zlib
  const packed = bytes.length > GZIP_AT_ONCE ? await promisify(gzip)(bytes) : gzipSync(bytes)
  return { bytes: packed, encoding: { 'Content-Encoding': 'gzip' } }
}

/** Resolves in any case: the headers were there, and all else is nothing to us. */
export function drain(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const stop = startTimer(() => response.destroy(), REST)
    response.on('error', () => {})
    response.on('close', () => {
      stop()
      resolve()
    })
    // Unread answers would keep the connection from being used again.
    response.resume()
  })
}

/** What of an answer matters. */
export function toResponse({ statusCode, headers }: IncomingMessage): TransportResponse {
  const limits = headers['x-sentry-rate-limits']
  return {
    ...(statusCode === undefined ? {} : { statusCode }),
    headers: {
      'x-sentry-rate-limits': Array.isArray(limits) ? limits.join(',') : (limits ?? null),
      'retry-after': headers['retry-after'] ?? null,
    },
  }
}
