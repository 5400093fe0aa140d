import type { ReadableStream as WebStream } from 'node:stream/web'
import { safely } from '@mayday/core'
import { builtIn } from '../built-in.js'
import { refusal } from './refusal.js'
import {
  type Answer,
  answering,
  createTunnel,
  refused,
  type Tunnel,
  type TunnelOptions,
  wrongMethod,
} from './tunnel.js'

export interface TunnelRequest extends TunnelOptions {
  request: Request
}

/** More would be no lists of a program, but something that grows. */
const MAX_KNOWN = 100
const known = new Map<string, Tunnel>()

/**
 * The answer to what a page has sent to `tunnel: '/path'`, for servers that work with `Request` and `Response`; else as
 * `tunnelHandler()`. Answers with 500 where `allowedDsns` names no DSN, or something that is none.
 *
 * ```js
 * export const POST = (request) => handleTunnelRequest({ request, allowedDsns: [process.env.PAGES_DSN] })
 * ```
 */
export async function handleTunnelRequest({
  request,
  ...options
}: TunnelRequest): Promise<Response> {
  const tunnel = safely('tunnel', () => knownTunnel(options))
  if (!tunnel) return toResponse(refused(500, 'The tunnel is not set up.'))
  return toResponse(wrongMethod(request.method) ?? (await answering(() => pass(request, tunnel))))
}

async function pass(request: Request, tunnel: Tunnel): Promise<Answer> {
  if (request.bodyUsed) throw refusal(500, 'The envelope has been read already.')
  const { Readable } = builtIn('node:stream')
  const body = Readable.fromWeb((request.body ?? new Blob([]).stream()) as WebStream)
  const answer = await tunnel({ body, length: request.headers.get('content-length') })
  // What is not wanted need not come.
  body.destroy()
  return answer
}

/** The options come with each request, but connections are to be used again. */
function knownTunnel(options: TunnelOptions): Tunnel {
  const key = JSON.stringify(options)
  const old = known.get(key)
  if (old) return old
  if (known.size >= MAX_KNOWN) known.clear()
  const tunnel = createTunnel(options)
  known.set(key, tunnel)
  return tunnel
}

function toResponse({ status, headers, body }: Answer): Response {
  // A few statuses have no body, and say so by throwing.
  const hasBody = ![204, 205].includes(status)
  return new Response(hasBody ? body : null, {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers },
  })
}
