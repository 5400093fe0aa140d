import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { type HttpBindings, serve as serveHono } from '@hono/node-server'
import { captureMessage, setTag, setupHonoErrorHandler } from '@mayday/node'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { printed } from '../../../../test/setup/quiet-console.js'
import { captured, start } from '../setup.js'
import { type AppOptions, everyFramework, routes } from './every-framework.js'
import { ask, closeAfterwards } from './served.js'

async function serve(app: Hono<{ Bindings: HttpBindings }>): Promise<string> {
  const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  closeAfterwards(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function build({ times = 1, shouldHandleError }: AppOptions = {}) {
  const app = new Hono<{ Bindings: HttpBindings }>()
  for (let time = 0; time < times; time++) {
    setupHonoErrorHandler(app, shouldHandleError && { shouldHandleError })
  }
  app.get('/fine', (c) => c.text('fine'))
  app.get('/users/:id', () => routes.throwing())
  app.get('/late/:id', () => routes.rejecting())
  app.get('/refused', () => {
    throw new HTTPException(403, { message: 'refused' })
  })
  app.get('/text', () => routes.throwingText())
  app.get('/nothing', () => routes.throwingNothing())
  app.get('/by-hand/:id', async (c) => c.text(await routes.byHand()))
  app.get('/caught/:id', () => routes.caughtAndThrown())
  app.get('/of/:id', (c) => routes.ofUser(c.req.param('id')))
  app.get('/stream', () => new Response(Readable.toWeb(routes.stream()) as ReadableStream))
  app.route(
    '/api',
    new Hono().get('/orders/:id', () => routes.mounted()),
  )
  return app
}

everyFramework({
  mechanism: 'auto.middleware.hono',
  linesOfStream: 1,
  // A stream is read by whoever serves, after Hono has answered.
  hearsStreams: false,
  serve: (options) => serve(build(options)),
})

it('knows the connection of a server', async () => {
  const memory = start({ sendDefaultPii: true })
  await ask(`${await serve(build())}/by-hand/7`)
  expect((await memory.captured()).user?.ip_address).toBe('127.0.0.1')
})

describe('without a server', () => {
  it('a text that is thrown is captured once where our handler is set up twice', async () => {
    const { client, events } = start()
    const asking = (async () => build({ times: 2 }).request('/text'))()
    await expect(asking).rejects.toBe('just a text')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['just a text'])
  })

  it('what is said between our handlers is known to both', async () => {
    const memory = start()
    const app = new Hono()
    setupHonoErrorHandler(app)
    app.use((_c, next) => {
      setTag('between', 'yes')
      return next()
    })
    setupHonoErrorHandler(app)
    app.get('/users/:id', broken)
    await app.request('/users/7')
    printed('error')
    expect((await memory.captured()).tags).toEqual({ between: 'yes' })
  })

  it('what has no route is named after its path', async () => {
    const memory = start()
    const app = new Hono()
    setupHonoErrorHandler(app)
    app.notFound((c) => {
      captureMessage('nothing there')
      return c.text('nothing', 404)
    })
    await app.request('/users/7?x=1')
    expect((await memory.captured()).transaction).toBe('GET /users/7')
  })

  it('an error is captured once, with its route, request and trace', async () => {
    const { client, events } = start()
    const response = await build({ times: 2 }).request('https://shop.example/users/7?token=abc', {
      headers: { 'sentry-trace': `${'a'.repeat(32)}-${'b'.repeat(16)}-1`, 'x-secret': 'none' },
    })
    expect(response.status).toBe(500)
    await client.flush()
    expect(printed('error')).toHaveLength(1)
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      value: 'no such number',
      mechanism: { type: 'auto.middleware.hono', handled: false },
    })
    expect(events[0]).toMatchObject({
      transaction: 'GET /users/:id',
      request: {
        method: 'GET',
        url: 'https://shop.example/users/7',
        query_string: 'token=[Filtered]',
      },
      contexts: { trace: { trace_id: 'a'.repeat(32) } },
    })
    expect(JSON.stringify(events)).not.toContain('x-secret')
  })

  it('each request has scopes of its own, and nothing is left of them', async () => {
    const { client, events } = start()
    const app = build()
    await Promise.all(['1', '2', '3'].map((id) => app.request(`/of/${id}`)))
    captureMessage('outside')
    await client.flush()
    printed('error')
    const told = events.map(
      (event) => `${event.message ?? captured(event).value} ${event.user?.id} ${event.transaction}`,
    )
    expect(told.sort()).toEqual([
      'of 1 1 GET /of/:id',
      'of 2 2 GET /of/:id',
      'of 3 3 GET /of/:id',
      'outside undefined undefined',
    ])
  })
})

/** What is captured of a request to an app. */
async function valuesOf(
  app: { request(path: string): Response | Promise<Response> },
  path = '/users/7',
) {
  const { client, events } = start()
  const { status } = await app.request(path)
  await client.flush()
  printed('error')
  return {
    status,
    told: events.map((event) => `${event.transaction}: ${captured(event).value}`),
  }
}

const broken = (): never => {
  throw new Error('broken')
}

describe('onError', () => {
  it.each([
    [404, []],
    [503, ['GET /users/:id: broken']],
  ])('decides with its answer whether something is wrong: %i', async (code, expected) => {
    const app = new Hono()
    setupHonoErrorHandler(app)
    app.get('/users/:id', broken)
    app.onError((_error, c) => c.text('sorry', code as 404 | 503))
    const { status, told } = await valuesOf(app)
    expect([status, told]).toEqual([code, expected])
  })

  it('may throw itself, and both errors are captured', async () => {
    const app = new Hono()
    setupHonoErrorHandler(app)
    app.get('/users/:id', broken)
    app.onError((error, c) => {
      if (error.message === 'broken') throw new Error('of the handler')
      return c.text('sorry', 500)
    })
    const { told } = await valuesOf(app)
    expect(told).toEqual(['GET /users/:id: broken', 'GET /users/:id: of the handler'])
  })

  it('of an app within the app is heard, too', async () => {
    const app = new Hono()
    setupHonoErrorHandler(app)
    const inner = new Hono().onError((_error, c) => c.text('sorry', 500)).get('/users/:id', broken)
    app.route('/api', inner)
    const { told } = await valuesOf(app, '/api/users/7')
    expect(told).toEqual(['GET /api/users/:id: broken'])
  })
})

it('names what middleware throws after the route that it stands before', async () => {
  const app = new Hono()
  setupHonoErrorHandler(app)
  app.use('/users/*', broken)
  app.get('/users/:id', (c) => c.text('fine'))
  app.notFound((c) => c.text('nothing', 404))
  expect((await valuesOf(app)).told).toEqual(['GET /users/:id: broken'])
})

it.each([500, 501, 503] as const)('an HTTPException is captured with %i', async (status) => {
  const app = new Hono()
  setupHonoErrorHandler(app)
  app.get('/users/:id', () => {
    throw new HTTPException(status, { message: 'refused' })
  })
  expect((await valuesOf(app)).told).toEqual(['GET /users/:id: refused'])
})

it('an answer with 500 that nothing was thrown for is no error', async () => {
  const app = new Hono()
  setupHonoErrorHandler(app)
  app.get('/users/:id', (c) => c.text('on purpose', 500))
  expect((await valuesOf(app)).told).toEqual([])
})

it('shouldHandleError sees the context, and apps have types of their own', async () => {
  const app = new Hono<{ Variables: { user: string } }>()
  setupHonoErrorHandler(app, {
    shouldHandleError: ({ res, error }) => res.status === 403 && error?.message === 'refused',
  })
  app.get('/users/:id', (c) => {
    c.set('user', '7')
    setTag('user', c.get('user'))
    throw new HTTPException(403, { message: 'refused' })
  })
  expect((await valuesOf(app)).told).toEqual(['GET /users/:id: refused'])
})
