/** Stands before a receiver, hands everything on unchanged both ways, and remembers it. */
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import type { EventPayload } from '@mayday/core'
import { parseEnvelope, type ReceivedItem } from '@mayday/core/testing'

/** Events have to come within; in ms. */
const PATIENCE = 20_000

/** A request that was handed on. */
export interface Passed {
  /** What the receiver answered. */
  status: number
  answer: string
  items: ReceivedItem[]
}

export interface Branch {
  /** Where to send what is to be remembered here. */
  dsn: string
  passed: Passed[]
  /** Resolves once so many events have passed; rejects where they do not come. */
  hasPassed(events: number): Promise<void>
}

export interface Tee {
  branch(): Branch
  close(): Promise<void>
}

/** The receiver is reached at `url`, and has given its first project the `key`. */
export async function createTee(url: string, key: string): Promise<Tee> {
  const branches: Passed[][] = []
  const waiting = new Set<() => void>()
  const server = createServer(async (incoming, response) => {
    // The first part of the path names the branch; the receiver does not see it.
    const [, branch, path] = /^\/(\d+)(\/.*)$/.exec(incoming.url ?? '') ?? []
    const body = await bodyOf(incoming).catch(() => undefined)
    // A process that ends may leave half a request, and sends it anew.
    if (!body) return
    const answer = await handOn(new URL(path ?? '/', url), incoming, body)
    const text = await bodyOf(answer)
    if (incoming.method === 'POST') {
      const { items } = parseEnvelope(unpacked(incoming, body))
      const { statusCode: status = 0 } = answer
      branches[Number(branch)]?.push({ status, answer: text.toString(), items })
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers).end(text)
    for (const look of waiting) look()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  function branch(): Branch {
    const passed: Passed[] = []
    const number = branches.push(passed) - 1
    return {
      dsn: `http://${key}@127.0.0.1:${port}/${number}/1`,
      passed,
      hasPassed: (events) => until(waiting, () => eventsOf(passed).length >= events),
    }
  }

  return {
    branch,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function until(waiting: Set<() => void>, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error('It did not arrive'))), PATIENCE)
    const look = (): void => {
      if (isTrue()) settle(resolve)
    }
    const settle = (how: () => void): void => {
      clearTimeout(timer)
      waiting.delete(look)
      how()
    }
    waiting.add(look)
    look()
  })
}

/** The events among what passed, as they stood on the wire; receivers know a repeated one by its id. */
export function eventsOf(passed: Passed[]): EventPayload[] {
  const items = passed.flatMap((one) => one.items)
  const events = items
    .filter(({ headers }) => headers.type === 'event')
    .map(({ text }) => JSON.parse(text) as EventPayload)
  const isFirst = ({ event_id }: EventPayload, index: number): boolean =>
    events.findIndex((other) => other.event_id === event_id) === index
  return events.filter(isFirst)
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function unpacked({ headers }: IncomingMessage, body: Buffer): Buffer {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

function handOn(
  url: URL,
  { method, headers }: IncomingMessage,
  body: Buffer,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // No agent: a connection that is kept would outlive the receiver.
    const options = { ...(method && { method }), headers, agent: false } as const
    request(url, options, resolve).on('error', reject).end(body)
  })
}
