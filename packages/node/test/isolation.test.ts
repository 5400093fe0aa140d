/** Whatever a service waits for, what it captures then knows of its own request, and of no other. */
import { EventEmitter, once } from 'node:events'
import { Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as later } from 'node:timers/promises'
import type { MemoryReceiver } from '@mayday/core/testing'
import {
  addBreadcrumb,
  bindScopeToEmitter,
  captureException,
  httpIntegration,
  type Integration,
  setTag,
  setUser,
  withRequestScope,
} from '@mayday/node'
import { describe, expect, it } from 'vitest'
import { ending, listening, post, servers } from './servers.js'
import { captured, start } from './setup.js'

type Shape = (request: IncomingMessage, response: ServerResponse, done: () => void) => unknown

const sink = (): Writable =>
  new Writable({
    write(_chunk, _encoding, next) {
      next()
    },
  })

/** Calls back in the context of whoever asked first, as pools do that know nothing of contexts. */
class Pool {
  private readonly waiting: (() => void)[] = []
  private isRunning = false

  ask(callback: () => void): void {
    this.waiting.push(callback)
    if (this.isRunning) return
    this.isRunning = true
    setTimeout(() => {
      this.isRunning = false
      for (const one of this.waiting.splice(0)) one()
    }, 2)
  }
}

const pool = new Pool()

/** What services wait for; each calls `done` in the end. */
const SHAPES: Record<string, Shape> = {
  'timers and ticks': (_request, _response, done) =>
    setTimeout(() => setImmediate(() => process.nextTick(() => queueMicrotask(done))), 2),
  promises: async (_request, _response, done) => {
    await later(1)
    await Promise.all([later(1), Promise.resolve()])
    done()
  },
  "req.on('data')": (request, _response, done) => {
    let pieces = 0
    request.on('data', () => {
      pieces++
      if (pieces === 2) done()
    })
  },
  "req.on('end')": (request, _response, done) => request.on('end', done).resume(),
  'for await (… of req)': async (request, _response, done) => {
    for await (const _chunk of request);
    done()
  },
  'req.pipe()': (request, _response, done) => request.pipe(sink()).on('finish', done),
  'pipeline() through a Transform': async (request, _response, done) => {
    let late = (): void => {}
    const through = new Transform({
      transform(chunk, _encoding, next) {
        setImmediate(() => next(null, chunk))
      },
      flush(next) {
        late()
        next()
      },
    })
    late = done
    await pipeline(request, through, sink())
  },
  'Readable.from()': async (_request, _response, done) => {
    async function* pieces(): AsyncGenerator<string> {
      yield 'a'
      await later(1)
      yield 'b'
    }
    Readable.from(pieces()).on('end', done).resume()
  },
  'once(req)': async (request, _response, done) => {
    request.resume()
    await once(request, 'end')
    done()
  },
  "res.on('finish')": (_request, response, done) => {
    response.on('finish', done)
    pool.ask(() => response.end('answered'))
  },
  "res.on('close')": (_request, response, done) => {
    response.on('close', done)
    pool.ask(() => response.end('answered'))
  },
  'a pool, by its request': (request, _response, done) =>
    pool.ask(() => withRequestScope(request, done)),
  'a pool, by a bound emitter': (_request, _response, done) => {
    const query = bindScopeToEmitter(new EventEmitter())
    query.on('row', done)
    pool.ask(() => query.emit('row'))
  },
}

/** Serves the shape; the address says whose request it is. */
function serve(request: IncomingMessage, response: ServerResponse, shape: Shape): void {
  const id = request.url?.slice(1) ?? ''
  setUser({ id })
  setTag('request', id)
  addBreadcrumb({ message: `began ${id}` })
  const done = (): void => {
    setTag('late', id)
    addBreadcrumb({ message: `ended ${id}` })
    captureException(new Error(`of ${id}`))
    if (!response.writableEnded) response.end('answered')
  }
  void shape(request, response, done)
}

/** The events that know nothing, too little, or something of another request. */
function wrong(events: MemoryReceiver['events']): unknown[] {
  return events
    .map((event) => {
      const id = captured(event).value?.slice('of '.length)
      const { user, tags, transaction, request } = event
      const crumbs = event.breadcrumbs?.values
      return {
        id,
        isRight:
          user?.id === id &&
          tags?.request === id &&
          tags?.late === id &&
          crumbs?.map(({ message }) => message).join() === `began ${id},ended ${id}` &&
          transaction === `POST /${id}` &&
          new URL(request?.url ?? '').pathname === `/${id}`,
        seen: { user, tags, crumbs, transaction, url: request?.url },
      }
    })
    .filter(({ isRight }) => !isRight)
}

const names = Object.keys(SHAPES)

describe('the scopes of a request', () => {
  it('are its own in all of 2,000 that come at once, whatever they wait for', async () => {
    const { client, events, until } = start({
      floodControl: false,
      integrations: without('Console'),
    })
    const port = await listening(
      servers.http((request, response) => {
        const index = Number(request.url?.slice(1))
        serve(request, response, SHAPES[names[index % names.length] ?? ''] as Shape)
      }),
    )
    const agent = new Agent({ keepAlive: true, maxSockets: 400 })
    ending(() => agent.destroy())
    const answers = await Promise.all(
      Array.from({ length: 2000 }, (_, index) =>
        post(`http://127.0.0.1:${port}/${index}`, { agent }),
      ),
    )
    expect(new Set(answers)).toEqual(new Set(['answered']))
    await until((all) => all.length === 2000, 20_000)
    await client.flush()
    expect(client.stats()).toMatchObject({ captured: 2000, delivered: 2000, dropped: 0 })
    expect(wrong(events)).toEqual([])
    expect(new Set(events.map((event) => event.user?.id)).size).toBe(2000)
  }, 60_000)

  const protocols = {
    http: new Agent({ keepAlive: true, maxSockets: 2 }),
    https: new SecureAgent({ keepAlive: true, maxSockets: 2, rejectUnauthorized: false }),
  }
  describe.each(Object.entries(protocols))('over %s, kept alive', (protocol, agent) => {
    it.each(names)('hold in: %s', async (name) => {
      const { events, until } = start({ floodControl: false, integrations: without() })
      const server = servers[protocol as 'http' | 'https']((request, response) =>
        serve(request, response, SHAPES[name] as Shape),
      )
      const port = await listening(server)
      ending(() => agent.destroy())
      await Promise.all(
        Array.from({ length: 12 }, (_, id) =>
          post(`${protocol}://127.0.0.1:${port}/${id}`, { agent }),
        ),
      )
      await until((all) => all.length === 12)
      expect(events).toHaveLength(12)
      expect(wrong(events)).toEqual([])
    })
  })
})

/** The process asks itself, and its own requests leave breadcrumbs that are no part of those that it serves. */
function without(name?: string) {
  return (defaults: Integration[]): Integration[] => [
    ...defaults.filter((one) => one.name !== name),
    httpIntegration({ breadcrumbs: false }),
  ]
}
