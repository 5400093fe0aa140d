import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { urlToHttpOptions } from 'node:url'
import { IDLE, limit } from './limit.js'
import { type Certificates, connectThrough, type ProxyAddress, proxyHeaders } from './proxy.js'

/** Where and how to post. Can be handed to another thread. */
export interface Target {
  url: string
  headers: Record<string, string>
  proxy?: ProxyAddress | undefined
  ca?: Certificates | undefined
  keepAlive: boolean
  /** Ms that one request may take in all. */
  timeout: number
}

/** What is called in place of `node:http` and `node:https`. */
export interface HttpModule {
  request(options: RequestOptions, callback?: (response: IncomingMessage) => void): ClientRequest
}

/** Resolves with the answer once its headers are there, rejects when there is none. Its body has to be read or destroyed. */
export type Post = (body: Uint8Array, headers?: Record<string, string>) => Promise<IncomingMessage>

interface Way extends HttpModule {
  options: RequestOptions
}

/** Posts to one address, over connections that keep no process alive and are used again. Follows no redirect. */
export function createPost(target: Target, httpModule?: HttpModule): Post {
  let way: Promise<Way> | undefined
  return async (body, headers) => {
    way ??= wayTo(target)
    const { options, request: start } = await way
    return new Promise((resolve, reject) => {
      const request = (httpModule?.request ?? start)(
        {
          ...options,
          headers: { ...options.headers, ...headers, 'Content-Length': String(body.length) },
        },
        resolve,
      )
      limit(request, target.timeout)
      request.on('error', reject)
      request.end(body)
    })
  }
}

/** To the address itself, to a proxy that is told the whole address, or through one that is told the host only. */
async function wayTo({ url, headers, proxy, ca, keepAlive, timeout }: Target): Promise<Way> {
  const address = new URL(url)
  const isSecret = address.protocol === 'https:'
  const { auth, host, ...target } = { auth: null, ...urlToHttpOptions(address), host: address.host }
  const hop = proxy && !isSecret ? urlToHttpOptions(new URL(proxy.url)) : target
  const module = await (hop.protocol === 'https:' ? import('node:https') : import('node:http'))
  // Free connections are given up after a while too.
  const agent: Agent = new module.Agent({ keepAlive, timeout: IDLE, ...(ca && { ca }) })
  if (proxy && isSecret) connectThrough(agent, proxy, ca, timeout)
  const isRelayed = hop !== target
  return {
    request: module.request,
    options: {
      ...hop,
      ...(isRelayed && { path: `http://${host}${target.path}` }),
      ...(auth && { auth }),
      method: 'POST',
      agent,
      timeout: IDLE,
      headers: { ...headers, ...(proxy && isRelayed && { Host: host, ...proxyHeaders(proxy) }) },
      ...(ca && { ca }),
    },
  }
}
