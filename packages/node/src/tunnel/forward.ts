import type { IncomingMessage } from 'node:http'
import type { DsnComponents } from '@mayday/core'
import { addressWithHeader } from '../delivery/address.js'
import { createPost, type Post } from '../delivery/http/post.js'
import { proxyFor } from '../delivery/http/proxy.js'
import { drain, SENDER, toResponse } from '../delivery/http/transport.js'
import { type Certificates, wayTo } from '../delivery/http/way.js'
import { isGzip } from './envelope-head.js'
import { refusal } from './refusal.js'
import type { Answer } from './tunnel.js'

interface ForwardOptions {
  proxy?: string | undefined
  caCerts?: Certificates | undefined
  timeout: number
}

export type Forward = (dsn: DsnComponents, body: Uint8Array, from?: string) => Promise<Answer>

/** Passes envelopes on as they came, and nothing else of the request; back comes what the receiver's answer means. */
export function createForward(options: ForwardOptions): Forward {
  const posts = new Map<DsnComponents, Post>()
  return async (dsn, body, from) => {
    const post = posts.get(dsn) ?? postTo(dsn, options)
    posts.set(dsn, post)
    const response = await post(body, {
      ...(isGzip(body) && { 'Content-Encoding': 'gzip' }),
      ...(from && { 'X-Forwarded-For': from }),
    }).catch(noAnswer)
    await drain(response)
    return toAnswer(response)
  }
}

function postTo(dsn: DsnComponents, { proxy, caCerts, timeout }: ForwardOptions): Post {
  const { url, headers } = addressWithHeader(dsn, SENDER)
  const address = new URL(url)
  return createPost(
    wayTo(address, {
      headers: {
        'Content-Type': 'application/x-sentry-envelope',
        'User-Agent': SENDER,
        ...headers,
      },
      proxy: proxyFor(address, proxy),
      ca: caCerts,
      keepAlive: true,
      timeout,
    }),
  )
}

function noAnswer(error: { code?: unknown }): never {
  if (error.code === 'ETIMEDOUT') throw refusal(504, 'The receiver does not answer.')
  throw refusal(502, 'The receiver cannot be reached.')
}

/** Its body is for nobody. */
function toAnswer(response: IncomingMessage): Answer {
  const { statusCode: status = 502, headers = {} } = toResponse(response)
  // Whoever sends elsewhere may mean a place that is not allowed.
  if (status < 200 || (status >= 300 && status < 400) || status === 407) {
    throw refusal(502, 'The receiver does not take envelopes.')
  }
  const told = Object.entries(headers).filter((entry): entry is [string, string] => !!entry[1])
  return {
    status,
    headers: {
      'Content-Type': 'application/json',
      'X-Content-Type-Options': 'nosniff',
      ...Object.fromEntries(told),
    },
    body: '{}',
  }
}
