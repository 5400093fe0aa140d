import { mkdtempSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createMemoryReceiver, type MemoryReceiver, parseEnvelope } from '@mayday/core/testing'
import { type Client, type Event, init, type NodeOptions } from '@mayday/node'
import { afterEach } from 'vitest'
import { checkSent } from '../../../test/setup/valid-events.js'

// Receivers of other files may have had the same port: what these left is not for ours.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'node-'))

const clients: Client[] = []
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close(1)))
  await Promise.all(closing.splice(0).map((close) => close()))
  Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
})

/** Starts the SDK with a receiver in memory; both end with the test. */
export function start(options: Partial<NodeOptions> = {}): MemoryReceiver & { client: Client } {
  const memory = createMemoryReceiver()
  return { ...memory, client: started(init({ ...memory.options, ...options })) }
}

/** Ends the client with the test. */
export function started(client: Client): Client {
  clients.push(client)
  return client
}

export interface Arrived {
  request: IncomingMessage
  /** As it came, perhaps compressed. */
  bytes: Buffer
  envelope: string
  /** The first event in the envelope. */
  event: Event | undefined
}

export interface Receiver {
  dsn: string
  arrived: Arrived[]
  /** How many connections were opened. */
  connections(): number
  /** Gives these answers in turn, then 200 for ever; 'silence' is none at all. */
  answerWith(...answers: (number | 'silence' | [number, Record<string, string>])[]): void
  close(): Promise<void>
}

/** A receiver behind real HTTP, or HTTPS where there is a certificate; it ends with the test. */
export async function createReceiver(
  host = '127.0.0.1',
  tls?: { key: string; cert: string },
  at = 0,
): Promise<Receiver> {
  const arrived: Arrived[] = []
  const answers: Parameters<Receiver['answerWith']> = []
  let connections = 0
  const onRequest: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const bytes = Buffer.concat(chunks)
      const isPacked = request.headers['content-encoding'] === 'gzip'
      const unpacked = isPacked ? gunzipSync(bytes) : bytes
      checkSent(unpacked)
      arrived.push({ request, bytes, envelope: unpacked.toString(), event: eventIn(unpacked) })
      const answer = answers.shift() ?? 200
      if (answer === 'silence') return
      const [status, headers] = typeof answer === 'number' ? [answer, {}] : answer
      // Pages of any site may send to it.
      const open = { 'access-control-allow-origin': '*' }
      response.writeHead(status, { ...open, ...headers }).end('{}')
    })
  }
  const server = tls ? createSecureServer(tls, onRequest) : createServer(onRequest)
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(at, host, resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    dsn: `${tls ? 'https' : 'http'}://public@${host.includes(':') ? `[${host}]` : host}:${port}/42`,
    arrived,
    connections: () => connections,
    answerWith: (...more) => void answers.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  closing.push(receiver.close)
  return receiver
}

function eventIn(envelope: Uint8Array): Event | undefined {
  const item = parseEnvelope(envelope).items.find(({ headers }) => headers.type === 'event')
  return item && (JSON.parse(item.text) as Event)
}

/** The exception that was captured; before it stand its causes. */
export function captured(event: Pick<Event, 'exception'> | undefined) {
  const value = event?.exception?.values?.at(-1)
  if (!value) throw new Error('The event has no exception')
  return value
}
