import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Duplex } from 'node:stream'
import { unobserved } from '../../integrations/unobserved.js'
import { IDLE, limit } from './limit.js'
import type { Way } from './way.js'

/** What is called in place of `node:http` and `node:https`. */
export interface HttpModule {
  request(options: RequestOptions, callback?: (response: IncomingMessage) => void): ClientRequest
}

/** Resolves with the answer once its headers are there, rejects when there is none. Its body has to be read or destroyed. */
export type Post = (body: Uint8Array, headers?: Record<string, string>) => Promise<IncomingMessage>

/** Posts over connections that keep no process alive and are used again. Follows no redirect. */
export function createPost(way: Way, httpModule?: HttpModule): Post {
  let opening: Promise<HttpModule & { agent: Agent }> | undefined
  return async (body, headers) => {
    opening ??= open(way)
    const { agent, request: start } = await opening
    return new Promise((resolve, reject) => {
      const options = {
        ...way.options,
        agent,
        headers: { ...way.options.headers, ...headers, 'Content-Length': String(body.length) },
      }
      const request = unobserved(() => (httpModule?.request ?? start)(options, resolve))
      limit(request, way.timeout)
      request.on('error', reject)
      request.end(body)
    })
  }
}

async function open({
  options,
  connect,
  keepAlive,
  timeout,
}: Way): Promise<HttpModule & { agent: Agent }> {
  const { Agent, request } = await moduleFor(options)
  // Free connections are given up after a while too.
  const agent: Agent = new Agent({ keepAlive, timeout: IDLE })
  if (connect) connectFirst(agent, connect, timeout)
  return { agent, request }
}

/** Only when it is needed: that of TLS takes as long to load as all else together. */
function moduleFor({
  protocol,
}: RequestOptions): Promise<typeof import('node:http') | typeof import('node:https')> {
  return protocol === 'https:' ? import('node:https') : import('node:http')
}

type CreateConnection = (
  options: { socket?: Duplex },
  callback: (error: unknown, socket?: Duplex) => void,
) => Duplex | undefined

/** Makes the agent's connections go through a proxy, which sees nothing but where they go. */
function connectFirst(agent: Agent, options: RequestOptions, timeout: number): void {
  const inner = agent as unknown as { createConnection: CreateConnection }
  const { createConnection } = inner
  inner.createConnection = (given, callback) => {
    connectThrough(options, timeout)
      .then((socket) => createConnection.call(agent, { ...given, socket }, () => {}))
      .then((secured) => callback(null, secured), callback)
    return undefined
  }
}

async function connectThrough(options: RequestOptions, timeout: number): Promise<Duplex> {
  const { request: start } = await moduleFor(options)
  return new Promise((resolve, reject) => {
    const request: ClientRequest = unobserved(() => start(options))
    limit(request, timeout)
    request.on('error', reject)
    request.on('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(socket)
      socket.destroy()
      reject(refused(statusCode))
    })
    request.end()
  })
}

export function refused(status: number): Error {
  return new Error(`the proxy answered ${status}`)
}
