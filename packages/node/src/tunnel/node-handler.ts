import type { IncomingMessage, ServerResponse } from 'node:http'
import { safely } from '@mayday/core'
import { refusal } from './refusal.js'
import {
  type Answer,
  answering,
  createTunnel,
  type Incoming,
  isBytes,
  type TunnelOptions,
  wrongMethod,
} from './tunnel.js'

export interface TunnelHandlerOptions extends TunnelOptions {
  /** Tells the receiver the address that the request came from, as `X-Forwarded-For`. @default false */
  forwardAddress?: boolean | undefined
}

/** What Express and its body parsers hang on a request. */
type ParsedRequest = IncomingMessage & { body?: unknown; ip?: unknown }

/**
 * The server's side of `tunnel: '/path'`: a handler that passes what your pages send there on to the receiver, for
 * `node:http`, Express and Connect, in front of body parsers or behind them.
 *
 * ```js
 * app.post('/errors', tunnelHandler({ allowedDsns: [process.env.PAGES_DSN] }))
 * ```
 *
 * Only for the given DSNs, and to nowhere but where these say. No cookie, no header and no address of the client is
 * passed on. Throws at once where `allowedDsns` names no DSN, or something that is none; the handler itself never
 * rejects, and answers whatever happens.
 */
export function tunnelHandler(
  options: TunnelHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const tunnel = createTunnel(options)
  const addressOf = options.forwardAddress ? clientAddress : () => undefined
  return async (request, response) => {
    const answer =
      wrongMethod(request.method) ??
      (await answering(() => {
        const length = request.headers['content-length']
        return tunnel({ body: bodyOf(request), length, from: addressOf(request) })
      }))
    safely('tunnel', () => respond(request, response, answer))
  }
}

/** As a parser has left it, or else the request itself. */
function bodyOf(request: ParsedRequest): Incoming['body'] {
  const { body } = request
  if (isBytes(body)) return body
  if (typeof body === 'string') return Buffer.from(body)
  if (!request.readableDidRead) return request
  throw refusal(500, 'A body parser has taken the envelope: put the tunnel in front of it.')
}

/** Express knows which proxies to believe. */
function clientAddress({ ip, socket }: ParsedRequest): string | undefined {
  return typeof ip === 'string' ? ip : socket.remoteAddress
}

function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return
  // Who is slow is not waited for any longer.
  if (answer.status === 408) response.on('finish', () => request.destroy())
  response.writeHead(answer.status, { 'Cache-Control': 'no-store', ...answer.headers })
  response.end(answer.body)
}
