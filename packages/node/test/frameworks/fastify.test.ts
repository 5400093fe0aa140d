import { channel } from 'node:diagnostics_channel'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import {
  captureException,
  type FastifyHandlerOptions,
  fastifyIntegration,
  setupFastifyErrorHandler,
} from '@mayday/node'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyTypeProviderDefault,
} from 'fastify'
import { describe, expect, it } from 'vitest'
import { printed } from '../../../../test/setup/quiet-console.js'
import { captured, start } from '../setup.js'
import { everyFramework, routes } from './every-framework.js'
import { ask, closeAfterwards } from './served.js'

async function serve(app: FastifyInstance): Promise<string> {
  closeAfterwards(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

everyFramework({
  mechanism: 'auto.function.fastify',
  async serve({ times = 1, shouldHandleError } = {}) {
    const app = Fastify({ forceCloseConnections: true })
    for (let time = 0; time < times; time++) {
      setupFastifyErrorHandler(app, shouldHandleError && { shouldHandleError })
    }
    app.get('/fine', () => 'fine')
    app.get('/users/:id', () => routes.throwing())
    app.get('/late/:id', () => routes.rejecting())
    app.get('/refused', (_request, reply) => {
      reply.code(403)
      throw new Error('refused')
    })
    app.get('/text', () => routes.throwingText())
    app.get('/nothing', () => routes.throwingNothing())
    app.get('/by-hand/:id', () => routes.byHand())
    app.get('/caught/:id', () => routes.caughtAndThrown())
    app.get<{ Params: { id: string } }>('/of/:id', ({ params }) => routes.ofUser(params.id))
    app.get('/stream', () => routes.stream())
    app.register(
      async (api) => {
        api.register(async (orders) => void orders.get('/:id', () => routes.mounted()), {
          prefix: '/orders',
        })
      },
      { prefix: '/api' },
    )
    return serve(app)
  },
})

/** What is captured of a request to an app that `build` has made. */
async function eventsOf(
  build: (app: FastifyInstance) => void,
  { options, path = '/users/7' }: { options?: FastifyHandlerOptions; path?: string } = {},
) {
  const { client, events } = start()
  const app = Fastify({ forceCloseConnections: true })
  build(app)
  setupFastifyErrorHandler(app, options)
  const url = await serve(app)
  const answer = await ask(url + path)
  await app.close()
  await client.flush()
  return { answer, events, values: events.map((event) => captured(event).value) }
}

const broken = (): never => {
  throw new Error('broken')
}
const fine = (): string => 'fine'

describe('an error is captured once, with the route, when it is thrown by', () => {
  it.each([
    'onRequest',
    'preParsing',
    'preValidation',
    'preHandler',
    'preSerialization',
    'onSend',
  ] as const)('a hook: %s', async (name) => {
    // The last of the hooks is there for the answer to its own error, too.
    const error = new Error('broken')
    const { answer, events, values } = await eventsOf((app) => {
      app.addHook(name, async () => {
        throw error
      })
      app.get('/users/:id', () => ({ fine: true }))
    })
    expect(answer.status).toBe(500)
    expect(values).toEqual(['broken'])
    expect(events[0]?.transaction).toBe('GET /users/:id')
  })

  it.each([
    [
      'a hook that calls back',
      (app: FastifyInstance) => {
        app.addHook('preHandler', (_request, _reply, done) => done(new Error('broken')))
        app.get('/users/:id', fine)
      },
    ],
    [
      'a plugin that was registered before',
      (app: FastifyInstance) => {
        app.register(async (plugin) => void plugin.get('/users/:id', broken))
      },
    ],
    [
      'a handler that sends it',
      (app: FastifyInstance) => {
        app.get('/users/:id', (_request, reply) => void reply.send(new Error('broken')))
      },
    ],
    [
      'what answers where there is no route',
      (app: FastifyInstance) => {
        app.setNotFoundHandler(async () => broken())
      },
    ],
  ])('%s', async (_what, build) => {
    const { answer, values } = await eventsOf(build)
    expect(answer.status).toBe(500)
    expect(values).toEqual(['broken'])
  })
})

describe('an error handler of the program', () => {
  it('decides with its answer that there is nothing to capture', async () => {
    const { answer, values } = await eventsOf((app) => {
      app.get('/users/:id', broken)
      app.setErrorHandler(async (_error, _request, reply) => {
        await null
        return reply.code(404).send('no such user')
      })
    })
    expect(answer).toMatchObject({ status: 404, body: 'no such user' })
    expect(values).toEqual([])
  })

  it.each([200, 500, 503])('may answer with %i, and the error is captured', async (status) => {
    const { answer, values } = await eventsOf((app) => {
      app.get('/users/:id', broken)
      app.setErrorHandler((_error, _request, reply) => reply.code(status).send('sorry'))
    })
    expect(answer).toMatchObject({ status, body: 'sorry' })
    expect(values).toEqual(['broken'])
  })

  it('may capture the error itself, which is not told again', async () => {
    const { events, values } = await eventsOf((app) => {
      app.get('/users/:id', broken)
      app.setErrorHandler((error, _request, reply) => {
        captureException(error)
        return reply.code(500).send('sorry')
      })
    })
    expect(values).toEqual(['broken'])
    expect(events[0]?.transaction).toBe('GET /users/:id')
  })

  it('finds what it does after the error on no event', async () => {
    const { events } = await eventsOf((app) => {
      app.get('/users/:id', () => {
        console.info('before')
        broken()
      })
      app.setErrorHandler((_error, _request, reply) => {
        console.info('after')
        return reply.code(500).send('sorry')
      })
    })
    printed('info')
    expect(events[0]?.breadcrumbs?.values.map(({ message }) => message)).toEqual(['before'])
  })
})

describe('a stream', () => {
  it('that cannot begin is a matter of the answer', async () => {
    const { answer, values } = await eventsOf((app) => {
      app.get('/users/:id', () => createReadStream('/nowhere/at/all'))
      app.setErrorHandler((_error, _request, reply) => reply.code(404).send('no such file'))
    })
    expect(answer.status).toBe(404)
    expect(values).toEqual([])
  })

  it('that fails because the client has gone is none of our business', async () => {
    const { client, events } = start()
    const app = Fastify({ forceCloseConnections: true })
    setupFastifyErrorHandler(app)
    const gone = new AbortController()
    const failed = new Promise((resolve) => {
      app.get('/', () => {
        const endless = new Readable({
          read() {},
          destroy: (_error, done) => done(new Error('torn down')),
        })
        endless.push('first part')
        return endless.on('error', resolve)
      })
    })
    await fetch(await serve(app), { signal: gone.signal })
    gone.abort()
    await failed
    await app.close()
    await client.flush()
    expect(events).toEqual([])
  })

  it('is listened to by nobody who was not there without us', async () => {
    start()
    const app = Fastify({ forceCloseConnections: true })
    setupFastifyErrorHandler(app)
    let listeners: unknown
    app.addHook('onSend', async (_request, _reply, payload) => {
      listeners = (payload as Readable).listenerCount('error')
    })
    app.get('/', () => Readable.from(['all of it']))
    expect((await ask(await serve(app))).body).toBe('all of it')
    expect(listeners).toBe(0)
  })
})

describe('what the client did wrong is not captured', () => {
  const schema = { params: { type: 'object', properties: { id: { type: 'integer' } } } }

  it.each([
    ['a schema that does not fit', '/users/x', 400],
    ['a path that is none', '/users/%', 400],
    ['no such route', '/nowhere', 404],
  ])('%s', async (_what, path, status) => {
    const { answer, values } = await eventsOf((app) => app.get('/users/:id', { schema }, fine), {
      path,
    })
    expect(answer.status).toBe(status)
    expect(values).toEqual([])
  })

  it.each([400, 404, 422])('an error with statusCode %i', async (statusCode) => {
    const { answer, values } = await eventsOf((app) =>
      app.get('/users/:id', () => {
        throw Object.assign(new Error('refused'), { statusCode })
      }),
    )
    expect(answer.status).toBe(statusCode)
    expect(values).toEqual([])
  })
})

it('tells shouldHandleError the error, the request and what was answered', async () => {
  const seen: unknown[] = []
  const { values } = await eventsOf(
    (app) =>
      app.get('/users/:id', () => {
        throw Object.assign(new Error('refused'), { statusCode: 404 })
      }),
    {
      options: {
        shouldHandleError(error, request, reply) {
          seen.push(error.message, request.routeOptions?.url, request.method, reply.statusCode)
          return (request as FastifyRequest).ip === '127.0.0.1' && (reply as FastifyReply).sent
        },
      },
    },
  )
  expect(seen).toEqual(['refused', '/users/:id', 'GET', 404])
  expect(values).toEqual(['refused'])
})

it('gives requests that are injected scopes of their own, too', async () => {
  const memory = start()
  const app = Fastify()
  setupFastifyErrorHandler(app)
  app.get<{ Params: { id: string } }>('/of/:id', ({ params }) => routes.ofUser(params.id))
  await Promise.all(['1', '2', '3'].map((id) => app.inject(`/of/${id}`)))
  await memory.client.flush()
  const told = memory.events.map((event) => `${captured(event).value}: ${event.user?.id}`)
  expect(told.sort()).toEqual(['of 1: 1', 'of 2: 2', 'of 3: 3'])
  expect(memory.events[0]).toMatchObject({ transaction: 'GET /of/:id' })
  await app.close()
})

it('accepts apps of any type', async () => {
  const plain: FastifyInstance = Fastify()
  const secure = Fastify({ http2: true })
  const logging = Fastify({ logger: { level: 'silent' } })
  setupFastifyErrorHandler(plain)
  setupFastifyErrorHandler(secure)
  setupFastifyErrorHandler(logging)
  setupFastifyErrorHandler(plain.withTypeProvider<FastifyTypeProviderDefault>())
  await Promise.all([plain.ready(), secure.ready(), logging.ready()])
})

describe('fastifyIntegration()', () => {
  const failing = async (path: string, options?: FastifyHandlerOptions) => {
    const app = Fastify({ forceCloseConnections: true })
    if (options) setupFastifyErrorHandler(app, options)
    app.get('/users/:id', broken)
    app.register(async (api) => void api.get('/orders/:id', broken), { prefix: '/api' })
    const answer = await ask((await serve(app)) + path)
    return { app, answer }
  }
  const sentOf = async ({ client, events }: ReturnType<typeof start>) => {
    await client.flush()
    return events.map((event) => [captured(event).value, event.transaction])
  }

  it('captures what fails in apps that are made later, in their plugins too', async () => {
    const memory = start({ integrations: [fastifyIntegration()] })
    const { answer } = await failing('/api/orders/7')
    expect(answer).toMatchObject({ status: 500 })
    expect(await sentOf(memory)).toEqual([['broken', 'GET /api/orders/:id']])
    expect(captured(memory.events[0]).mechanism).toMatchObject({
      type: 'auto.function.fastify',
      handled: false,
    })
  })

  it('is told which errors are captured, and by the app better than by its options', async () => {
    const memory = start({
      integrations: [
        fastifyIntegration({ shouldHandleError: (_error, { method }) => method !== 'GET' }),
      ],
    })
    await failing('/users/1')
    await failing('/users/2', { shouldHandleError: () => true })
    await failing('/users/3', { shouldHandleError: () => false })
    await failing('/users/4', {})
    expect(await sentOf(memory)).toHaveLength(1)
    expect(memory.events[0]?.request?.url).toMatch(/2$/)
  })

  it('ends with its client, also for apps that are there', async () => {
    const first = start({ integrations: [fastifyIntegration()] })
    const { app } = await failing('/users/1')
    expect(await sentOf(first)).toHaveLength(1)
    await first.client.close()
    const second = start()
    await app.inject('/users/2')
    await failing('/users/3')
    expect(await sentOf(second)).toEqual([])
    expect(channel('fastify.initialization').hasSubscribers).toBe(false)
  })
})
