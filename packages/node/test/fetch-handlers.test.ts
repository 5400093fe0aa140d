import * as core from '@mayday/core'
import { createMemoryReceiver, parseEnvelope } from '@mayday/core/testing'
import * as node from '@mayday/node'
import {
  addBreadcrumb,
  captureException,
  captureMessage,
  getClient,
  getIsolationScope,
  setTag,
  setUser,
  withMayday,
  withSentry,
} from '@mayday/node'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as edge from '../src/edge/index.js'
import { captured, start, started } from './setup.js'

const URL_OF = 'https://shop.example/orders/7?token=abc#top'
const incoming = (headers: Record<string, string> = {}) => new Request(URL_OF, { headers })

/** What a platform hands to handlers, and what it was told to wait for. */
function context() {
  const waiting: Promise<unknown>[] = []
  return {
    waiting,
    waitUntil: vi.fn(function (this: unknown, promise: Promise<unknown>) {
      if (!Array.isArray((this as { waiting?: unknown } | undefined)?.waiting)) {
        throw new TypeError('Illegal invocation')
      }
      waiting.push(promise)
    }),
  }
}

describe('what a handler throws', () => {
  it.each([
    [
      'throws',
      () => {
        throw new RangeError('no such order')
      },
    ],
    [
      'rejects with',
      async () => {
        throw new RangeError('no such order')
      },
    ],
  ])('is captured once with its request, and goes on: %s', async (_how, fail) => {
    const { client, events } = start()
    const error = await Promise.resolve()
      .then(() =>
        withMayday(fail as (request: Request) => unknown)(incoming({ 'X-Secret': 's3cret' })),
      )
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RangeError)
    captureException(error)
    await client.flush()
    expect(events).toHaveLength(1)
    const [event] = events
    expect(captured(event)).toMatchObject({
      type: 'RangeError',
      value: 'no such order',
      mechanism: { type: 'auto.http.fetch', handled: false },
    })
    expect(event).toMatchObject({
      transaction: 'GET /orders/7',
      request: {
        method: 'GET',
        url: 'https://shop.example/orders/7',
        query_string: 'token=[Filtered]',
        headers: { host: 'shop.example' },
      },
    })
    expect(JSON.stringify(event)).not.toContain('s3cret')
  })

  it('that throws at once still throws at once', () => {
    start()
    const handler = withMayday((): Response => {
      throw new Error('at once')
    })
    expect(() => handler()).toThrow('at once')
  })

  it('may be no error, whose place is nobody’s then', async () => {
    const memory = start()
    const thrown = { code: 7 }
    await expect(withMayday(() => Promise.reject(thrown))()).rejects.toBe(thrown)
    expect(captured(await memory.captured())).not.toHaveProperty('stacktrace')
  })

  it('belongs to the trace that the request brings', async () => {
    const memory = start()
    const id = '0123456789abcdef0123456789abcdef'
    const headers = { 'sentry-trace': `${id}-0123456789abcdef-1` }
    const handler = withMayday((_request: Request) => Promise.reject(new Error('traced')))
    await expect(handler(incoming(headers))).rejects.toThrow()
    expect((await memory.captured()).contexts?.trace).toMatchObject({
      trace_id: id,
      parent_span_id: '0123456789abcdef',
    })
  })
})

it('requests are kept apart, through every await', async () => {
  const { client, events } = start({ floodControl: false })
  const handler = withMayday(async (request: Request) => {
    const who = new URL(request.url).searchParams.get('who') ?? ''
    setUser({ id: who })
    await new Promise((resolve) => setTimeout(resolve, Number(who) % 7))
    setTag('who', who)
    addBreadcrumb({ message: who })
    throw new Error(`asked by ${who}`)
  })
  const whos = Array.from({ length: 50 }, (_, index) => String(index))
  await Promise.allSettled(
    whos.map((who) => handler(new Request(`http://shop.example/?who=${who}`))),
  )
  await client.flush()
  expect(events).toHaveLength(50)
  for (const { user, tags, breadcrumbs, exception } of events) {
    const who = user?.id
    expect(tags).toEqual({ who })
    expect(breadcrumbs?.values.map(({ message }) => message)).toEqual([who])
    expect(exception?.values?.[0]?.value).toBe(`asked by ${who}`)
  }
  expect(getIsolationScope().getScopeData().user).toEqual({})
})

it('the answer, the function’s name, its parameters and `this` are the program’s own', async () => {
  start()
  const answer = new Response('fine')
  const holder = {
    greeting: 'hello',
    handler: withMayday(function handle(
      this: { greeting: string },
      request: Request,
      info: object,
    ) {
      return [this.greeting, request, info, answer]
    }),
  }
  const request = incoming()
  const info = {}
  expect(holder.handler(request, info)).toEqual(['hello', request, info, answer])
  expect(holder.handler.name).toContain('handle')
  // Deno asks.
  expect(holder.handler).toHaveLength(2)
})

it('a request that is in a scope already stays in it', async () => {
  const memory = start()
  const inner = withMayday(async (_request?: Request) => {
    setTag('set', 'inside')
    return new Response('fine')
  })
  const outer = withMayday(async (request: Request) => {
    await inner()
    captureMessage('outside')
    return inner(request)
  })
  await outer(incoming())
  expect((await memory.captured()).tags).toEqual({ set: 'inside' })
})

describe('an object of handlers', () => {
  it('is another one, with the same members and jobs that are watched over', async () => {
    const memory = start()
    const handlers = {
      port: 8080,
      secret: 'mine',
      fetch: () => new Response('fine'),
      async scheduled(this: { secret: string }, _event: { cron: string }) {
        throw new Error(`job of ${this.secret}`)
      },
    }
    const { fetch, scheduled } = handlers
    const watched = withMayday(handlers)
    expect(handlers).toMatchObject({ fetch, scheduled })
    expect(Object.keys(watched)).toEqual(Object.keys(handlers))
    expect(watched.port).toBe(8080)
    expect(await watched.fetch().text()).toBe('fine')
    await expect(watched.scheduled({ cron: '* * * * *' })).rejects.toThrow('job of mine')
    const event = await memory.captured()
    expect(event.transaction).toBe('Scheduled Cron * * * * *')
    expect(captured(event).mechanism).toMatchObject({
      type: 'auto.faas.cloudflare.scheduled',
      handled: false,
    })
  })

  it.each([
    ['queue', [{ queue: 'mails', messages: [] }], 'process mails'],
    ['email', [{ to: 'ann@example.org', from: 'ben@example.org' }], 'Handle Email'],
    ['tail', [[]], 'tail'],
  ] as const)('has its %s captured', async (entry, args, transaction) => {
    const memory = start({ dataCollection: { frameContextLines: 0 } })
    const watched = withMayday({ [entry]: () => Promise.reject(new Error('job')) })
    await expect((watched[entry] as (...all: unknown[]) => unknown)(...args)).rejects.toThrow('job')
    const event = await memory.captured()
    expect(event.transaction).toBe(transaction)
    expect(JSON.stringify(event)).not.toContain('example.org')
    expect(captured(event).mechanism?.type).toBe(`auto.faas.cloudflare.${entry}`)
  })

  it('may keep private members, and inherit its handlers', async () => {
    start()
    class App {
      #name = 'shop'
      fetch() {
        return new Response(this.#name)
      }
    }
    expect(await withMayday(new App()).fetch().text()).toBe('shop')
  })
})

describe('options given along', () => {
  it('start the SDK, once', async () => {
    const memory = createMemoryReceiver()
    const handler = withMayday(() => Promise.reject(new Error('started')), memory.options)
    started(getClient() as NonNullable<ReturnType<typeof getClient>>)
    await expect(handler()).rejects.toThrow()
    const client = getClient()
    await expect(handler()).rejects.toThrow()
    expect(getClient()).toBe(client)
    await memory.captured()
  })

  it('may come of the variables of the call, in version 10’s order too', async () => {
    const memory = createMemoryReceiver()
    const watched = withSentry((env: { DSN: string }) => ({ ...memory.options, dsn: env.DSN }), {
      fetch(_request: Request, _env: { DSN: string }): Response {
        throw new Error('by variables')
      },
    })
    expect(() => watched.fetch(incoming(), { DSN: memory.options.dsn })).toThrow('by variables')
    started(getClient() as NonNullable<ReturnType<typeof getClient>>)
    expect(captured(await memory.captured()).value).toBe('by variables')
  })

  it('that cannot be made do not keep the handler from its work', async () => {
    const handler = withMayday(
      () => new Response('fine'),
      () => {
        throw new Error('no such variable')
      },
    )
    expect(await handler().text()).toBe('fine')
  })
})

describe('a platform that freezes', () => {
  const globals = globalThis as Record<PropertyKey, unknown>
  const put: PropertyKey[] = []
  afterEach(() => {
    for (const name of put.splice(0)) delete globals[name]
  })
  function provide(name: PropertyKey, value: unknown): void {
    globals[name] = value
    put.push(name)
  }

  it.each([
    ['Cloudflare', (one: object) => [incoming(), { DSN: 'mine' }, one]],
    ['Netlify and Vercel', (one: object) => [incoming(), one]],
  ])('is told to wait by what it hands over: %s', async (_name, argsOf) => {
    const { events } = start()
    const platform = context()
    const handler = withMayday((..._args: unknown[]) => Promise.reject(new Error('frozen')))
    await expect(handler(...argsOf(platform))).rejects.toThrow('frozen')
    await Promise.all(platform.waiting)
    expect(platform.waiting.length).toBeGreaterThan(0)
    expect(events).toHaveLength(1)
  })

  it.each([
    ['Vercel', Symbol.for('@vercel/request-context'), (one: object) => ({ get: () => one })],
    ['Next.js', Symbol.for('@next/request-context'), (one: object) => ({ get: () => one })],
    ['OpenNext', Symbol.for('__cloudflare-context__'), (one: object) => ({ ctx: one })],
    ['Netlify', 'Netlify', (one: object) => ({ context: one })],
  ])('is told to wait by what it keeps for whoever runs: %s', async (_name, key, holder) => {
    const { events } = start()
    const platform = context()
    provide(key, holder(platform))
    captureException(new Error('frozen'))
    expect(platform.waiting).toHaveLength(1)
    await Promise.all(platform.waiting)
    expect(events).toHaveLength(1)
  })

  it('that refuses to wait, or has nobody running, changes nothing', async () => {
    const memory = start()
    provide('Netlify', { context: null })
    provide(Symbol.for('@vercel/request-context'), {
      get: () => ({
        waitUntil() {
          throw new Error('too late')
        },
      }),
    })
    captureException(new Error('heard all the same'))
    await memory.captured()
  })

  it('waits for work that goes on after the answer', async () => {
    const { events } = start()
    const platform = context()
    let goOn = (): void => {}
    const later = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let work: Promise<void> | undefined
    const handler = withMayday((_request: Request, _env: object, _context: object) => {
      work = later.then(() => void captureException(new Error('after the answer')))
      return new Response('fine')
    })
    expect(await handler(incoming(), {}, platform).text()).toBe('fine')
    const before = platform.waiting.length
    goOn()
    await work
    expect(platform.waiting).toHaveLength(before + 1)
    await Promise.all(platform.waiting)
    expect(events.map((event) => event.transaction)).toEqual(['GET /orders/7'])
  })
})

describe('where there is nothing of Node', () => {
  const boundary = () => createMemoryReceiver()

  it('each call has a client of its own, made of its variables', async () => {
    const memory = boundary()
    const clients = new Set<unknown>()
    const watched = edge.withMayday(
      {
        async fetch(_request: Request, _env: { RELEASE: string }, _context: object) {
          clients.add(edge.getClient())
          console.log('on the way')
          await Promise.resolve()
          throw new Error('at the edge')
        },
      },
      (env) => ({ ...memory.options, release: env.RELEASE }),
    )
    const log = console.log
    const platform = context()
    for (const RELEASE of ['a@1', 'b@2']) {
      await expect(watched.fetch(incoming(), { RELEASE }, platform)).rejects.toThrow('at the edge')
    }
    await Promise.all(platform.waiting)
    vi.mocked(console.log).mockClear()
    expect(clients.size).toBe(2)
    expect(edge.getClient()).toBeUndefined()
    expect(console.log).toBe(log)
    expect(memory.events.map(({ release }) => release)).toEqual(['a@1', 'b@2'])
    expect(memory.events[0]).toMatchObject({
      platform: 'javascript',
      sdk: { name: 'mayday.javascript.edge' },
      transaction: 'GET /orders/7',
      breadcrumbs: { values: [{ category: 'console', message: 'on the way' }] },
      request: {
        method: 'GET',
        url: 'https://shop.example/orders/7',
        query_string: 'token=[Filtered]',
      },
    })
  })

  it('the address of the client leaves only where it may', async () => {
    const headers = { 'CF-Connecting-IP': '203.0.113.7', Cookie: 'sid=s3cret' }
    const addresses = []
    for (const sendDefaultPii of [false, true]) {
      const memory = boundary()
      const handler = edge.withMayday(
        (_request: Request): Promise<Response> => Promise.reject(new Error('who')),
        { ...memory.options, sendDefaultPii },
      )
      await expect(handler(incoming(headers))).rejects.toThrow()
      const event = await memory.captured(undefined, 2000)
      expect(JSON.stringify(event)).not.toContain('s3cret')
      addresses.push(event.user?.ip_address)
    }
    expect(addresses).toEqual([undefined, '203.0.113.7'])
  })

  it('init() starts one client for all', async () => {
    const memory = boundary()
    const client = started(edge.init(memory.options))
    await expect(
      edge.withMayday(() => Promise.reject(new Error('one for all')))(),
    ).rejects.toThrow()
    expect(captured(await memory.captured()).value).toBe('one for all')
    expect(edge.getClient()).toBe(client)
  })

  it('the same error of the next request is another one', async () => {
    const memory = boundary()
    const client = started(edge.init(memory.options))
    const handler = edge.withMayday(async (request: Request): Promise<Response> => {
      edge.setUser({ id: request.url.slice(-1) })
      throw new Error('for everybody')
    })
    for (const id of ['1', '2']) {
      await expect(handler(new Request(`https://shop.example/${id}`))).rejects.toThrow()
    }
    await client.flush()
    expect(memory.events.map(({ user }) => user?.id)).toEqual(['1', '2'])
  })

  it('a job checks in', async () => {
    const memory = boundary()
    const platform = context()
    const jobs = edge.withMayday(
      {
        scheduled: (_event: object, _env: object, _context: object) =>
          edge.withMonitor('nightly', () => 'done'),
      },
      memory.options,
    )
    expect(await jobs.scheduled({}, {}, platform)).toBe('done')
    await Promise.all(platform.waiting)
    const statuses = memory.envelopes
      .flatMap((envelope) => parseEnvelope(envelope).items)
      .map(({ text }) => JSON.parse(text).status)
    expect(statuses).toEqual(['in_progress', 'ok'])
  })

  it('there is all of core that Node has, but sessions', () => {
    const names = Object.keys(node).filter((name) => name in core)
    const missing = names.filter((name) => !(name in edge))
    expect(missing.sort()).toEqual(['captureSession', 'endSession', 'startSession'])
    expect(names.length).toBeGreaterThan(60)
  })
})
