import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  createTransport,
  type RequestExecutor,
  type Transport,
  type TransportOptions,
  type TransportResponse,
  VERSION,
} from '@mayday/core'

/** Below this many bytes compressing costs more than it saves. */
const GZIP_FROM = 1024
/** A receiver that is silent for so long has not received; in ms. */
const TIMEOUT = 10_000

/** Where and as what a transport posts. */
export interface Target {
  url: string
  headers: Record<string, string>
}

const targets = new WeakMap<Transport, Target>()

/** What is needed to post in this transport's place, for transports made here. */
export function targetOf(transport: Transport | undefined): Target | undefined {
  return transport && targets.get(transport)
}

/** Posts over keep-alive connections that keep no process alive. */
export function makeNodeTransport(options: TransportOptions): Transport {
  const target: Target = {
    url: options.url,
    headers: {
      'Content-Type': 'application/x-sentry-envelope',
      'User-Agent': `mayday.javascript.node/${VERSION}`,
      ...options.headers,
    },
  }
  const transport = createTransport(options, createExecutor(target))
  targets.set(transport, target)
  return transport
}

function createExecutor({ url, headers }: Target): RequestExecutor {
  const address = new URL(url)
  const isSecure = address.protocol === 'https:'
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const start = isSecure ? httpsRequest : httpRequest
  return async ({ body }) => {
    const { bytes, encoding } = await compress(Buffer.from(body))
    const request = start(address, {
      method: 'POST',
      agent,
      headers: { ...headers, ...encoding, 'Content-Length': bytes.length },
    })
    return new Promise((resolve, reject) => {
      request.on('socket', (socket) => socket.unref())
      request.setTimeout(TIMEOUT, () => request.destroy(new Error(`no answer in ${TIMEOUT} ms`)))
      request.on('error', reject)
      request.on('response', (response) => {
        // Unread answers would keep the connection from being used again.
        response.resume()
        response.on('error', reject)
        response.on('end', () => resolve(toResponse(response.statusCode, response.headers)))
      })
      request.end(bytes)
    })
  }
}

async function compress(
  bytes: Buffer,
): Promise<{ bytes: Buffer; encoding: Record<string, string> }> {
  if (bytes.length < GZIP_FROM) return { bytes, encoding: {} }
  return { bytes: await promisify(gzip)(bytes), encoding: { 'Content-Encoding': 'gzip' } }
}

function toResponse(status: number | undefined, headers: IncomingHttpHeaders): TransportResponse {
  const limits = headers['x-sentry-rate-limits']
  return {
    ...(status === undefined ? {} : { statusCode: status }),
    headers: {
      'x-sentry-rate-limits': Array.isArray(limits) ? limits.join(',') : (limits ?? null),
      'retry-after': headers['retry-after'] ?? null,
    },
  }
}
