import { type Client, debug, safely, serializeEnvelope } from '@mayday/core'
import { wayOf } from '../http/transport.js'
import { type Batch, sendInThread } from './send-in-thread.js'

type PendingEnvelope = ReturnType<Client['pendingEnvelopes']>[number]

const clients = new Set<Client>()
/** What the end had its one attempt for, by the items of the envelope: their headers are new each time. */
const tried = new WeakSet<PendingEnvelope[1]>()
/** When the process has been held up for long enough; the same for all clients, by `performance.now()`. */
let deadline: number | undefined

/**
 * Sends what is unsent when the process ends, however it ends: by itself, by `process.exit()`, by a crash. The exit
 * code, the order of other listeners and what is printed stay as they are. The end comes at most `shutdownTimeout` ms
 * later, however many clients there are: they send at once, and the longest of theirs counts. Returns what ends this.
 */
export function sendAtExit(client: Client): () => void {
  clients.add(client)
  if (clients.size === 1) listen()
  return () => {
    clients.delete(client)
    if (clients.size === 0) unlisten()
  }
}

/** Once where others may not have spoiled the end yet, and once for what they have captured in it. */
const first = (): void => sendUnsent()
const last = (): void => sendUnsent()

/** What other copies of this module know `last` by: each would go behind the other for ever. */
const LAST = Symbol.for('mayday.last-at-exit')
/** Others may want to be last as well, and the wiser gives in. */
const MOST_MOVES = 100
let moves = 0

function listen(): void {
  process.on('exit', first)
  process.on('exit', Object.assign(last, { [LAST]: true }))
  process.on('newListener', stayLast)
}

function unlisten(): void {
  process.off('newListener', stayLast)
  process.off('exit', first)
  process.off('exit', last)
}

function stayLast(name: string | symbol, added: object): void {
  if (name !== 'exit' || LAST in added || moves++ > MOST_MOVES) return
  // It is not there yet.
  queueMicrotask(() => {
    if (clients.size === 0) return
    process.off('exit', last)
    process.on('exit', last)
  })
}

function sendUnsent(): void {
  safely('sending at exit', () => {
    const batches = [...clients].flatMap((client) => safely('unsent', () => unsentOf(client)) ?? [])
    if (batches.length === 0) return
    const longest = Math.max(...batches.map(({ within }) => within))
    deadline ??= performance.now() + longest
    const left = deadline - performance.now()
    if (left > 0) send(batches, left)
  })
}

/** The batch of one client. What a transport of the program's own is to send, nobody else can. */
function unsentOf(client: Client): (Batch & { client: Client; envelopes: PendingEnvelope[] })[] {
  const envelopes = client.pendingEnvelopes().filter(([, items]) => !tried.has(items))
  const way = wayOf(client.getTransport())
  if (!way || envelopes.length === 0) return []
  for (const [, items] of envelopes) tried.add(items)
  const bodies = envelopes.map((envelope) => serializeEnvelope(envelope))
  return [{ client, envelopes, way, bodies, within: client.getOptions().shutdownTimeout }]
}

function send(batches: ReturnType<typeof unsentOf>, timeout: number): void {
  const answers = sendInThread(
    batches.map(({ way, bodies, within }) => ({ way, bodies, within: Math.min(within, timeout) })),
    timeout,
  )
  batches.forEach(({ client, envelopes }, index) => {
    envelopes.forEach((envelope, position) => {
      const statusCode = answers[index]?.[position]
      if (statusCode) safely('answer', () => client.answered(envelope, { statusCode }))
    })
  })
  const isSent = answers.every((statuses) => statuses.every(Boolean))
  debug(isSent ? 'Sent before the end' : 'Not all events were sent before the end')
}
