import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  captureException,
  captureMessage,
  type ExpressHandlerOptions,
  expressErrorHandler,
  setupExpressErrorHandler,
} from '@mayday/node'
import express, { type Express, type Request, type Response, Router } from 'express'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { captured, start } from './setup.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

type Answer = { status: number; body: { message: string; sentry?: string } }

/** Serves the app, with an error handler of its own behind ours. */
async function serve(app: Express, options?: ExpressHandlerOptions) {
  setupExpressErrorHandler(app, options)
  app.use(
    (
      error: unknown,
      _request: Request,
      response: Response & { sentry?: string },
      _next: unknown,
    ) => {
      const { status = 500, message = String(error) } = (error ?? {}) as {
        status?: number | string
        message?: string
      }
      response.status(Number(status)).json({ message, sentry: response.sentry })
    },
  )
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  servers.push(server)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ask = async (path: string): Promise<Answer> => {
    const response = await fetch(url + path)
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }
  return { url, ask }
}

function failing(error: unknown) {
  return () => {
    throw error
  }
}

describe('an error of a route', () => {
  it('is captured once, with its route and request; its id is in res.sentry', async () => {
    const { client, events } = start()
    const app = express()
    app.get('/users/:id', failing(new RangeError('no such number')))
    const { ask, url } = await serve(app)
    const { status, body } = await ask('/users/7?token=abc')
    expect(status).toBe(500)
    await client.flush()
    expect(events).toHaveLength(1)
    const [event] = events
    expect(body).toEqual({ message: 'no such number', sentry: event?.event_id })
    expect(captured(event)).toMatchObject({
      type: 'RangeError',
      value: 'no such number',
      mechanism: { type: 'auto.middleware.express', handled: false },
    })
    expect(event).toMatchObject({
      transaction: 'GET /users/:id',
      request: { method: 'GET', url: `${url}/users/7`, query_string: 'token=[Filtered]' },
    })
  })

  it.each([
    ['rejected with', async () => Promise.reject(new Error('the one'))],
    [
      'given to next',
      (_q: Request, _s: Response, next: (error: Error) => void) => next(new Error('the one')),
    ],
  ])('counts as well when it was %s', async (_what, handler) => {
    const memory = start()
    const app = express()
    app.get('/', handler)
    const { ask } = await serve(app)
    expect((await ask('/')).body.sentry).toBe((await memory.captured()).event_id)
  })

  it('may be no error at all', async () => {
    const memory = start()
    const app = express()
    app.get('/', failing('just a text'))
    const { ask } = await serve(app)
    expect((await ask('/')).body.message).toBe('just a text')
    const exception = captured(await memory.captured())
    expect(exception.value).toBe('just a text')
    // Nobody knows where it was thrown, and it was not in the SDK.
    expect(exception).not.toHaveProperty('stacktrace')
  })

  it('that the route has captured itself is not told again', async () => {
    const { client, events } = start()
    const error = new Error('twice')
    const app = express()
    app.get('/', () => {
      captureException(error)
      throw error
    })
    const { ask } = await serve(app)
    await ask('/')
    await client.flush()
    expect(events).toHaveLength(1)
  })
})

describe('the name of the route', () => {
  /** What an error at `path` is said to belong to. */
  async function transactionOf(app: Express, path: string): Promise<string | undefined> {
    const memory = start()
    const { ask } = await serve(app)
    expect((await ask(path)).status).toBe(500)
    return (await memory.captured()).transaction
  }
  const broken = failing(new Error('broken'))

  it('holds the path that its router is mounted at', async () => {
    const app = express()
    app.use('/api', Router().get('/users/:id', failing(new Error('mounted'))))
    expect(await transactionOf(app, '/api/users/7?x=1')).toBe('GET /api/users/:id')
  })

  it('holds the paths of routers within routers', async () => {
    const app = express()
    const users = Router().get('/:id/orders', failing(new Error('nested')))
    app.use('/api/v1', Router().use('/users', users))
    expect(await transactionOf(app, '/api/v1/users/7/orders/')).toBe('GET /api/v1/users/:id/orders')
  })

  it('is the mount path for the root of a router', async () => {
    const app = express()
    app.use('/api', Router().get('/', failing(new Error('root'))))
    expect(await transactionOf(app, '/api')).toBe('GET /api')
  })

  it('is / for the root of the app', async () => {
    const app = express()
    app.get('/', failing(new Error('root of the app')))
    expect(await transactionOf(app, '/?x=1')).toBe('GET /')
  })

  it('may hold a wildcard', async () => {
    const app = express()
    app.get('/files/*path', failing(new Error('wild')))
    expect(await transactionOf(app, '/files/a/b/c')).toBe('GET /files/*path')
  })

  it('may be an expression', async () => {
    const app = express()
    app.get(/^\/v\d+$/, failing(new Error('expression')))
    expect(await transactionOf(app, '/v12')).toBe(String.raw`GET /^\/v\d+$/`)
  })

  it('is the plain path for an error before any route', async () => {
    const app = express()
    app.use('/early', broken)
    expect(await transactionOf(app, '/early/7?x=1')).toBe('GET /early/7')
  })
})

describe('which errors are captured', () => {
  const withStatus = (members: object): Error => Object.assign(new Error('refused'), members)

  it.each([
    ['status 404', { status: 404 }],
    ['status 400 as a text', { status: '400' }],
    ['statusCode 403', { statusCode: 403 }],
    ['status_code 422', { status_code: 422 }],
    ['output.statusCode 401', { output: { statusCode: 401 } }],
  ])('not those that are answered with less than 500: %s', async (_what, members) => {
    const memory = start()
    const app = express()
    app.get('/', failing(withStatus(members)))
    const { ask } = await serve(app)
    expect((await ask('/')).body).toEqual({ message: 'refused' })
    await expect(memory).not.toHaveCaptured()
  })

  it.each([
    ['status 500', { status: 500 }],
    ['status 503 as a text', { status: '503' }],
    ['output.statusCode 502', { output: { statusCode: 502 } }],
  ])('those that are answered with 500 or more: %s', async (_what, members) => {
    const memory = start()
    const app = express()
    app.get('/', failing(withStatus(members)))
    await (await serve(app)).ask('/')
    expect(captured(await memory.captured()).value).toBe('refused')
  })

  it('those that shouldHandleError wants', async () => {
    const { client, events } = start()
    const shouldHandleError = vi.fn(({ message }: Error) => message === 'wanted')
    const app = express()
    const wanted = Object.assign(new Error('wanted'), { status: 404 })
    app.get('/wanted', failing(wanted))
    app.get('/unwanted', failing(new Error('unwanted')))
    const { ask } = await serve(app, { shouldHandleError })
    await ask('/wanted')
    await ask('/unwanted')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['wanted'])
    expect(shouldHandleError.mock.calls[0]?.[0]).toBe(wanted)
  })

  it('none without init, and the app answers as ever', async () => {
    const app = express()
    app.get('/', failing(new Error('unheard')))
    const { ask } = await serve(app)
    expect((await ask('/')).body.message).toBe('unheard')
  })
})

it('passes the very error on to the next handler', () => {
  start()
  const error = new Error('the very one')
  const next = vi.fn()
  const request = { method: 'GET', url: '/', headers: {}, socket: {} }
  expressErrorHandler()(error, request as never, {} as never, next)
  expect(next.mock.calls).toEqual([[error]])
})

it('gives an event that is captured inside a mounted router the whole address', async () => {
  const memory = start()
  const app = express()
  app.use(
    '/api',
    Router().get('/users/:id', (_request, response) => {
      captureMessage('inside the router')
      response.json({})
    }),
  )
  const { ask, url } = await serve(app)
  await ask('/api/users/7?x=1')
  expect((await memory.captured()).request).toMatchObject({
    url: `${url}/api/users/7`,
    query_string: 'x=[Filtered]',
  })
})
