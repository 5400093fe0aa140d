import { createRequire } from 'node:module'
import { pipeline } from 'node:stream'
import {
  captureException,
  captureMessage,
  type ExpressHandlerOptions,
  expressErrorHandler,
  getIsolationScope,
  setupExpressErrorHandler,
  withIsolationScope,
} from '@mayday/node'
import express5, { type Express, type Request, type Response } from 'express'
import { describe, expect, it, vi } from 'vitest'
import { captured, start } from '../setup.js'
import { everyFramework, routes } from './every-framework.js'
import { serve as listen } from './served.js'

// Version 4 has no types of its own.
const express4 = createRequire(import.meta.url)('express-4') as typeof express5

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
  const url = await listen(app)
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

describe.each([
  [4, express4],
  [5, express5],
])('Express %i', (version, express) => {
  const { Router } = express

  everyFramework({
    mechanism: 'auto.middleware.express',
    // Express goes on where nothing was thrown.
    nothingIsThrown: false,
    async serve({ times = 1, shouldHandleError } = {}) {
      const app = express()
      app.get('/fine', (_request, response) => void response.send('fine'))
      app.get('/users/:id', () => routes.throwing())
      app.get('/late/:id', (_request, _response, next) => void routes.rejecting().catch(next))
      app.get('/refused', () => {
        throw Object.assign(new Error('refused'), { status: 403 })
      })
      app.get('/text', () => routes.throwingText())
      app.get('/nothing', () => routes.throwingNothing())
      app.get('/by-hand/:id', async (_request, response) => {
        response.send(await routes.byHand())
      })
      app.get('/caught/:id', () => routes.caughtAndThrown())
      app.get(
        '/of/:id',
        (request, _response, next) => void routes.ofUser(String(request.params.id)).catch(next),
      )
      app.get(
        '/stream',
        (_request, response, next) => void pipeline(routes.stream(), response, next),
      )
      app.use(
        '/api',
        Router().get('/orders/:id', () => routes.mounted()),
      )
      for (let time = 0; time < times; time++) {
        setupExpressErrorHandler(app, shouldHandleError && { shouldHandleError })
      }
      return listen(app)
    },
  })

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

    it.runIf(version === 5)('counts as well when it was rejected with', async () => {
      const memory = start()
      const app = express()
      app.get('/', async () => Promise.reject(new Error('the one')))
      const { ask } = await serve(app)
      expect((await ask('/')).body.sentry).toBe((await memory.captured()).event_id)
    })

    it('keeps what middleware has said in a fork of the scopes', async () => {
      const memory = start()
      const app = express()
      app.use((_request, _response, next) =>
        withIsolationScope((scope) => {
          scope.setTag('forked', 'yes')
          next()
        }),
      )
      app.get('/users/:id', failing(new Error('in a fork')))
      await (await serve(app)).ask('/users/7')
      expect(await memory.captured()).toMatchObject({
        tags: { forked: 'yes' },
        transaction: 'GET /users/:id',
      })
    })

    it('has its route where requests are told by something else than us', async () => {
      const memory = start({
        integrations: (defaults) => defaults.filter(({ name }) => name !== 'RequestData'),
      })
      const app = express()
      app.get('/users/:id', failing(new Error('without a request')))
      await (await serve(app)).ask('/users/7')
      expect((await memory.captured()).transaction).toBe('GET /users/:id')
    })

    it('has the same id for each of several handlers of ours', async () => {
      const memory = start()
      const app = express()
      app.get('/', failing('just a text'))
      app.use(expressErrorHandler())
      const { ask } = await serve(app)
      expect((await ask('/')).body.sentry).toBe((await memory.captured()).event_id)
      expect(memory.events).toHaveLength(1)
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
      expect(await transactionOf(app, '/api/v1/users/7/orders/')).toBe(
        'GET /api/v1/users/:id/orders',
      )
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

    const wildcard = version === 4 ? '/files/*' : '/files/*path'
    const optional = version === 4 ? '/list/:page?' : '/list{/:page}'

    it.each([
      [wildcard, '/files/a/b/c'],
      [optional, '/list/7'],
      [optional, '/list'],
    ])('is written as in the program: %s for %s', async (route, path) => {
      const app = express()
      app.get(route, failing(new Error('wild')))
      expect(await transactionOf(app, path)).toBe(`GET ${route}`)
    })

    it.each([
      [wildcard, '/api/v1/files/a/b/c'],
      [optional, '/api/v1/list/7'],
      [optional, '/api/v1/list'],
    ])('is that within mounted routers, too: %s for %s', async (route, path) => {
      const app = express()
      app.use('/api', Router().use('/v1', Router().get(route, failing(new Error('wild')))))
      expect(await transactionOf(app, path)).toBe(`GET /api/v1${route}`)
    })

    it('holds the parameters of the paths that routers are mounted at', async () => {
      const app = express()
      const orders = Router().get(wildcard, failing(new Error('of a tenant')))
      app.use('/tenants/:tenant', Router().use('/users/:user', orders))
      expect(await transactionOf(app, '/tenants/users/users/users/files/x')).toBe(
        `GET /tenants/:tenant/users/:user${wildcard}`,
      )
    })

    it('is that of the one place where the request came in, of a router that is mounted at several', async () => {
      const app = express()
      const files = Router().get(wildcard, failing(new Error('of both')))
      app.use('/old', files).use('/new', files)
      expect(await transactionOf(app, '/new/files/a')).toBe(`GET /new${wildcard}`)
    })

    it('holds the path of an app within the app', async () => {
      const app = express()
      const inner = express().get('/users/:id', failing(new Error('of the inner app')))
      app.use('/admin', express().use('/api', inner))
      expect(await transactionOf(app, '/admin/api/users/7')).toBe('GET /admin/api/users/:id')
    })

    it('holds the path of an app that has returned the request, behind a router that let it pass', async () => {
      const app = express()
      app.use('/', Router().get('/other', failing(new Error('another'))))
      app.use('/admin', express().get(wildcard, failing(new Error('of the inner app'))))
      expect(await transactionOf(app, '/admin/files/7')).toBe(`GET /admin${wildcard}`)
    })

    it('holds the path of an app within a router', async () => {
      const app = express()
      const inner = express().get(wildcard, failing(new Error('of the inner app')))
      app.use('/admin', Router().use('/api', inner))
      expect(await transactionOf(app, '/admin/api/files/7')).toBe(`GET /admin/api${wildcard}`)
    })

    it('is known to what is captured by hand within an app within the app', async () => {
      const memory = start()
      const app = express()
      const inner = express().use(
        '/v1',
        Router().get(wildcard, (_request, response) => {
          captureMessage('inside')
          response.json({})
        }),
      )
      app.use('/admin', inner)
      await (await serve(app)).ask('/admin/v1/files/a')
      expect((await memory.captured()).transaction).toBe(`GET /admin/v1${wildcard}`)
    })

    it('is the one that fits, where a route has several', async () => {
      const app = express()
      app.get(['/people/:id', '/users/:id'], failing(new Error('one of two')))
      const name = version === 4 ? '/people/:id,/users/:id' : '/users/:id'
      expect(await transactionOf(app, '/users/7')).toBe(`GET ${name}`)
    })

    it('is left to the program where that has given the request a name', async () => {
      const app = express()
      app.get('/users/:id', () => {
        getIsolationScope().setTransactionName('showing a user')
        throw new Error('named')
      })
      expect(await transactionOf(app, '/users/7')).toBe('showing a user')
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

    it.each([0, 'failed', Number.NaN])('those whose status is none: %s', async (status) => {
      const memory = start()
      const app = express()
      app.get('/', failing(withStatus({ status })))
      setupExpressErrorHandler(app)
      await fetch(await listen(app))
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
      expect((await ask('/')).body).toEqual({ message: 'unheard' })
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
})
