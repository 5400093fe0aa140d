import { createRequire } from 'node:module'
import Hapi from '@hapi/hapi'
import { captureException, captureMessage, setUser, setupHapiErrorHandler } from '@mayday/node'
import { describe, expect, it } from 'vitest'
import { captured, start } from '../setup.js'
import { everyFramework, routes } from './every-framework.js'
import { ask, closeAfterwards } from './served.js'

const require = createRequire(import.meta.url)
const Boom = createRequire(require.resolve('@hapi/hapi'))('@hapi/boom') as Record<
  'badGateway' | 'serverUnavailable' | 'forbidden',
  (message: string) => Error
>

const created = (): Hapi.Server => Hapi.server({ port: 0, host: '127.0.0.1', debug: false })

async function serve(server: Hapi.Server): Promise<string> {
  closeAfterwards(() => server.stop({ timeout: 1 }))
  await server.start()
  return server.info.uri
}

function get(path: string, handler: Hapi.Lifecycle.Method): Hapi.ServerRoute {
  return { method: 'GET', path, handler }
}

everyFramework({
  mechanism: 'auto.function.hapi',
  insteadOfText: 'Cannot throw non-error object',
  written: (route) => route.replace(':id', '{id}'),
  async serve({ times = 1, shouldHandleError } = {}) {
    const server = created()
    for (let time = 0; time < times; time++) {
      await setupHapiErrorHandler(server, shouldHandleError && { shouldHandleError })
    }
    server.route([
      get('/fine', () => 'fine'),
      get('/users/{id}', () => routes.throwing()),
      get('/late/{id}', () => routes.rejecting()),
      get('/refused', () => {
        throw Boom.forbidden('refused')
      }),
      get('/text', () => routes.throwingText()),
      get('/nothing', () => routes.throwingNothing()),
      get('/by-hand/{id}', () => routes.byHand()),
      get('/caught/{id}', () => routes.caughtAndThrown()),
      get('/of/{id}', ({ params }) => routes.ofUser(`${params.id}`)),
      get('/stream', () => routes.stream()),
    ])
    await server.register(
      {
        name: 'orders',
        register: (plugin) => plugin.route(get('/orders/{id}', () => routes.mounted())),
      },
      { routes: { prefix: '/api' } },
    )
    return serve(server)
  },
})

/** What is captured of a request to a server that `build` has made. */
async function valuesOf(build: (server: Hapi.Server) => void) {
  const { client, events } = start()
  const server = created()
  await setupHapiErrorHandler(server)
  build(server)
  const answered = new Promise((resolve) => server.events.on('response', resolve))
  const answer = await ask(`${await serve(server)}/users/7`)
  await answered
  await client.flush()
  return { ...answer, values: events.map((event) => captured(event).value), events }
}

const broken = (): never => {
  throw new Error('broken')
}

describe('an error is captured once, with the route, when it is thrown by', () => {
  it.each(['onPreAuth', 'onPostAuth', 'onPreHandler', 'onPostHandler', 'onPreResponse'] as const)(
    'an extension: %s',
    async (name) => {
      const error = new Error('broken')
      const { status, values, events } = await valuesOf((server) => {
        server.route(get('/users/{id}', () => 'fine'))
        server.ext(name, () => {
          throw error
        })
      })
      expect(status).toBe(500)
      expect(values).toEqual(['broken'])
      expect(events[0]?.transaction).toBe('GET /users/{id}')
    },
  )

  it.each([
    ['what comes before the handler', { pre: [broken] }],
    ['a check of the answer', { response: { schema: async () => broken() } }],
  ])('%s', async (_what, options) => {
    const { status, values } = await valuesOf((server) =>
      server.route({ ...get('/users/{id}', () => 'fine'), options }),
    )
    expect(status).toBe(500)
    expect(values).toEqual(['broken'])
  })

  it.each(['badGateway', 'serverUnavailable'] as const)('the program as %s', async (kind) => {
    const { status, values } = await valuesOf((server) =>
      server.route(
        get('/users/{id}', () => {
          throw Boom[kind]('too much')
        }),
      ),
    )
    expect(status).toBeGreaterThan(500)
    expect(values).toEqual(['too much'])
  })
})

describe('a page for errors', () => {
  const page = (status: number) => (server: Hapi.Server) => {
    server.route(get('/users/{id}', broken))
    server.ext('onPreResponse', (_request, h) => h.response('sorry').code(status).takeover())
  }

  it('does not hide the error', async () => {
    const { status, body, values } = await valuesOf(page(500))
    expect([status, body, values]).toEqual([500, 'sorry', ['broken']])
  })

  it('that is no 5xx says that nothing is wrong', async () => {
    const { status, body, values } = await valuesOf(page(404))
    expect([status, body, values]).toEqual([404, 'sorry', []])
  })

  it('does not hide what an extension throws', async () => {
    const { status, body, values } = await valuesOf((server) => {
      page(500)(server)
      server.ext('onPreAuth', broken)
    })
    expect([status, body, values]).toEqual([500, 'sorry', ['broken']])
  })

  it('hides no error of a handler where it was there before us', async () => {
    const { client, events } = start()
    const server = created()
    page(500)(server)
    await setupHapiErrorHandler(server)
    await ask(`${await serve(server)}/users/7`)
    await expect.poll(() => events.length).toBe(1)
    await client.flush()
    expect(captured(events[0]).value).toBe('broken')
  })
})

it('does not capture what a check of the request refuses', async () => {
  const { status, values } = await valuesOf((server) =>
    server.route({
      ...get('/users/{id}', () => 'fine'),
      options: { validate: { params: () => broken() } },
    }),
  )
  expect([status, values]).toEqual([400, []])
})

it('gives requests that are injected scopes of their own, too', async () => {
  const { client, events } = start()
  const server = created()
  await setupHapiErrorHandler(server)
  server.route([
    get('/of/{id}', ({ params }) => routes.ofUser(`${params.id}`)),
    get('/by-hand/{id}', async ({ params }) => {
      setUser({ id: `${params.id}` })
      await null
      captureMessage(`by hand: ${params.id}`)
      return 'fine'
    }),
  ])
  await Promise.all(['/of/1', '/of/2', '/by-hand/3', '/by-hand/4'].map((url) => server.inject(url)))
  captureException(new Error('outside'))
  await client.flush()
  const told = events.map(
    (event) => `${event.message ?? captured(event).value} ${event.user?.id} ${event.transaction}`,
  )
  expect(told.sort()).toEqual([
    'by hand: 3 3 GET /by-hand/{id}',
    'by hand: 4 4 GET /by-hand/{id}',
    'of 1 1 GET /of/{id}',
    'of 2 2 GET /of/{id}',
    'outside undefined undefined',
  ])
})

it('logs what Hapi logs of errors itself', async () => {
  const lines: string[][] = []
  for (const isSetUp of [false, true]) {
    start()
    const server = created()
    if (isSetUp) await setupHapiErrorHandler(server)
    const tags: string[] = []
    server.events.on({ name: 'request', channels: ['internal', 'error'] }, (_request, event) => {
      tags.push(event.tags.join())
    })
    server.route(get('/users/{id}', broken))
    const answered = new Promise((resolve) => server.events.on('response', resolve))
    await ask(`${await serve(server)}/users/7`)
    await answered
    lines.push(tags)
  }
  expect(lines[1]).toEqual(lines[0])
  expect(lines[0]).toEqual(['handler,error', 'internal,error'])
})
