/** Servers of every kind, on loopback; they end with the test. */
import { createServer, type RequestListener, type Server, request as send } from 'node:http'
import {
  createServer as createHttp2Server,
  createSecureServer as createSecureHttp2Server,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { afterEach } from 'vitest'
import { TLS } from './proxy.js'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** Has `close` called when the test ends. */
export function ending(close: () => void): void {
  closing.push(close)
}

export async function listening<S extends NetServer>(server: S): Promise<number> {
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  ending(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

export type Compatible = (request: Http2ServerRequest, response: Http2ServerResponse) => void

export const servers = {
  http: (handler: RequestListener): Server => createServer(handler),
  https: (handler: RequestListener): Server => createSecureServer(TLS, handler),
  h2c: (handler?: Compatible): Http2Server => createHttp2Server(handler),
  h2: (handler?: Compatible): Http2Server => createSecureHttp2Server(TLS, handler),
}

/** Posts `body`, in two pieces and the second one late; the answer's text. */
export function post(
  url: string,
  options: Parameters<typeof send>[1] = {},
  body = 'a body',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', ...options }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve(text))
    })
    request.on('error', reject)
    request.write(body.slice(0, 3))
    setTimeout(() => request.end(body.slice(3)), 2)
  })
}
