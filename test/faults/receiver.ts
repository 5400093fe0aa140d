/** A receiver on loopback that does what a script says. It serves programs and pages. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { ClientReport, Event } from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import { type Act, always, OK, type Script } from './script.js'

export interface AcceptedEvent {
  id: string
  /** What its error or message says. */
  title: string
}

export interface Receiver {
  dsn: string
  /** Every event that was accepted, as often as it was. */
  accepted: AcceptedEvent[]
  /** How many items of each type were accepted. */
  items: Record<string, number>
  /** What clients said that they dropped, by reason; errors and messages only. */
  reported: Record<string, number>
  /** How many requests came, whatever became of them. */
  requests(): number
  /** From now on, this is what becomes of requests. */
  follow(script: Script): void
  /** Listens, on the same port each time. */
  start(): Promise<void>
  /** Resets all connections; whoever comes next is refused. */
  stop(): Promise<void>
}

export interface ReceiverSettings {
  script?: Script | undefined
  /** With these it speaks TLS; in PEM. */
  secure?: { key: string; cert: string } | undefined
  /** Gets what was accepted, unpacked. */
  onAccepted?: ((body: Uint8Array) => void) | undefined
}

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Expose-Headers': 'X-Sentry-Rate-Limits, Retry-After, X-Sentry-Error',
}

/** Has a port that nobody listens on until it is started. */
export async function createReceiver(settings: ReceiverSettings = {}): Promise<Receiver> {
  const { secure, onAccepted } = settings
  let { script = always(OK) } = settings
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let requests = 0

  const listener: RequestListener = async (request, response) => {
    // Whoever hangs up meanwhile is none of our business.
    request.on('error', () => {})
    if (request.method === 'OPTIONS') response.writeHead(204, CORS).end()
    else await handle(request, response)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const act = script(requests++)
    const body = act === 'reset before reading' ? reset(request) : await readBody(request)
    if (body) play(typeof act === 'function' ? act({ size: body.length }) : act, body, response)
  }

  function play(act: Act, body: Buffer, response: ServerResponse): void {
    const isGood = typeof act === 'object' && act.status >= 200 && act.status < 300
    if (isGood || act === 'acknowledgement lost' || act === 'slow answer') {
      onAccepted?.(body)
      enter(receiver, body)
    }
    answer(act, response)
  }

  async function listen(port: number): Promise<void> {
    const made = secure ? createSecureServer(secure, listener) : createServer(listener)
    made.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    })
    await new Promise<void>((resolve, reject) => {
      made.on('error', reject).listen(port, '127.0.0.1', resolve)
    })
    server = made
  }

  async function stop(): Promise<void> {
    const stopped = server
    server = undefined
    await new Promise((resolve) => {
      if (stopped) stopped.close(resolve)
      else resolve(undefined)
      for (const socket of sockets) socket.resetAndDestroy()
    })
  }

  const port = await freePort(listen, stop)
  const receiver: Receiver = {
    dsn: `${secure ? 'https' : 'http'}://public@127.0.0.1:${port}/1`,
    accepted: [],
    items: {},
    reported: {},
    requests: () => requests,
    follow: (next) => {
      script = next
    },
    start: () => listen(port),
    stop,
  }
  return receiver
}

/** Below those that systems give to outgoing connections: such a one would sit on our port while we do not listen. */
async function freePort(
  listen: (port: number) => Promise<void>,
  stop: () => Promise<void>,
): Promise<number> {
  for (let tries = 0; ; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    try {
      await listen(port)
      await stop()
      return port
    } catch (error) {
      if (tries > 50) throw error
    }
  }
}

/** The bytes of a request, unpacked; nothing when it ends too soon. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    return undefined
  }
  const bytes = Buffer.concat(chunks)
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
}

function enter({ accepted, items, reported }: Receiver, body: Buffer): void {
  for (const { headers, text } of parseEnvelope(body).items) {
    items[headers.type] = (items[headers.type] ?? 0) + 1
    if (headers.type === 'event') accepted.push(described(JSON.parse(text)))
    if (headers.type === 'client_report') {
      for (const { category, reason, quantity } of (JSON.parse(text) as ClientReport)
        .discarded_events) {
        if (category === 'error') reported[reason] = (reported[reason] ?? 0) + quantity
      }
    }
  }
}

/** An event as it is on the wire, and in whatever store holds it meanwhile. */
export function described(event: Event): AcceptedEvent {
  const title = event.exception?.values?.at(-1)?.value ?? event.message ?? event.logentry?.message
  return { id: String(event.event_id), title: String(title) }
}

function answer(act: Act, response: ServerResponse): void {
  if (act === 'silence') return
  if (act === 'slow answer') trickle(response, SHORT, 5)
  else if (act === 'answer without end') trickle(response, endless(), 20)
  else if (typeof act === 'string') reset(response)
  else response.writeHead(act.status, { ...CORS, ...act.headers }).end('{}')
}

const SHORT = 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n{}'

function* endless(): Generator<string> {
  yield* 'HTTP/1.1 200 OK\r\nX-Long: '
  for (;;) yield 'a'
}

/** Writes one character at a time, past everything that would gather them. */
function trickle({ socket }: ServerResponse, text: Iterable<string>, ms: number): void {
  const characters = text[Symbol.iterator]()
  const timer = setInterval(() => {
    const { value, done } = characters.next()
    if (done) socket?.end()
    else if (socket?.writable) socket.write(value)
  }, ms)
  socket?.on('close', () => clearInterval(timer))
}

function reset({ socket }: IncomingMessage | ServerResponse): undefined {
  socket?.resetAndDestroy()
}
