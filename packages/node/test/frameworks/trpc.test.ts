import { captureMessage, setUser, type TrpcMiddlewareOptions, trpcMiddleware } from '@mayday/node'
import { initTRPC, TRPCError } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { describe, expect, it } from 'vitest'
import { captured, start } from '../setup.js'
import { ask, serve } from './served.js'

interface Context {
  user: string
}

function build(options?: TrpcMiddlewareOptions, times = 1) {
  const t = initTRPC.context<Context>().create()
  const middleware = t.middleware(trpcMiddleware(options))
  const procedure =
    times > 1 ? t.procedure.use(middleware).use(middleware) : t.procedure.use(middleware)
  const input = (value: unknown): { id: string } => {
    if (typeof value !== 'object') throw new Error('not an object')
    return value as { id: string }
  }
  const router = t.router({
    fine: procedure.query(() => 'fine'),
    user: t.router({
      byId: procedure.input(input).query(() => {
        throw new RangeError('no such number')
      }),
      save: procedure.input(input).mutation(async ({ input }) => {
        await null
        input.id = 'changed'
        throw new RangeError('not saved')
      }),
      of: procedure.input(input).query(async ({ input: { id } }) => {
        setUser({ id })
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
        throw new Error(`of ${id}`)
      }),
      typed: procedure.query(({ ctx }) => {
        captureMessage(`by hand: ${ctx.user.toUpperCase()}`)
        return ctx.user
      }),
    }),
    text: procedure.query(() => {
      throw 'just a text'
    }),
    refused: procedure.query(() => {
      throw new TRPCError({ code: 'NOT_FOUND', message: 'refused' })
    }),
    unavailable: procedure.query(() => {
      throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'later' })
    }),
  })
  const listen = (): Promise<string> =>
    serve(createHTTPHandler({ router, createContext: () => ({ user: 'x' }) }))
  return { listen, caller: t.createCallerFactory(router)({ user: 'x' }) }
}

const withInput = (input: unknown): string => `?input=${encodeURIComponent(JSON.stringify(input))}`

describe('an error of a procedure', () => {
  it.each([1, 2])(
    'is captured once, with procedure, request and cause, by %i middleware',
    async (times) => {
      const { client, events } = start()
      const url = await build({}, times).listen()
      const { status } = await ask(`${url}/user.byId${withInput({ id: '7' })}`)
      expect(status).toBe(500)
      await client.flush()
      expect(events).toHaveLength(1)
      const [event] = events
      expect(captured(event)).toMatchObject({
        type: 'TRPCError',
        value: 'no such number',
        mechanism: { type: 'auto.rpc.trpc.middleware', handled: false },
      })
      expect(event?.exception?.values?.[0]).toMatchObject({ type: 'RangeError' })
      expect(event?.transaction).toBe('trpc/user.byId')
      expect(event?.contexts?.trpc).toEqual({
        procedure_path: 'user.byId',
        procedure_type: 'query',
      })
      expect(event?.request).toMatchObject({ url: `${url}/user.byId` })
    },
  )

  it('may come later, of a mutation, and without a server', async () => {
    const memory = start()
    await expect(build().caller.user.save({ id: '7' })).rejects.toThrow('not saved')
    const event = await memory.captured()
    expect(captured(event).value).toBe('not saved')
    expect(event.contexts?.trpc).toEqual({
      procedure_path: 'user.save',
      procedure_type: 'mutation',
    })
  })

  it('may be a text', async () => {
    const { client, events } = start()
    await expect(build().caller.text()).rejects.toThrow('just a text')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['just a text'])
  })

  it('is that of its own user, of many that are served at once', async () => {
    const { client, events } = start({ floodControl: false })
    const url = await build().listen()
    const ids = Array.from({ length: 30 }, (_, index) => `${index}`)
    await Promise.all(ids.map((id) => ask(`${url}/user.of${withInput({ id })}`)))
    await client.flush()
    const told = events.map((event) => `${captured(event).value} ${event.user?.id}`)
    expect(told.sort()).toEqual(ids.map((id) => `of ${id} ${id}`).sort())
  })
})

it('procedures that are called by one request have scopes of their own', async () => {
  const { client, events } = start()
  const inputs = { 0: { id: '1' }, 1: { id: '2' } }
  await ask(`${await build().listen()}/user.of,user.of${withInput(inputs)}&batch=1`)
  await client.flush()
  const told = events.map((event) => `${captured(event).value} ${event.user?.id}`)
  expect(told.sort()).toEqual(['of 1 1', 'of 2 2'])
})

it('an error that comes past tRPC is captured and thrown on', async () => {
  const memory = start()
  const error = new Error('past it')
  const call = trpcMiddleware()({ path: 'a.b', type: 'query', next: () => Promise.reject(error) })
  await expect(call).rejects.toBe(error)
  expect(captured(await memory.captured()).value).toBe('past it')
})

describe('the input', () => {
  it.each([
    ['is left out', {}, undefined],
    [
      'is there where the program wants it',
      { attachRpcInput: true },
      { id: '7', token: '[Filtered]' },
    ],
    ['is left out where the program says so', { attachRpcInput: false }, undefined],
  ])('%s', async (_what, options, input) => {
    const memory = start()
    const { caller } = build(options)
    await expect(caller.user.byId({ id: '7', token: 'abc' } as { id: string })).rejects.toThrow()
    expect((await memory.captured()).contexts?.trpc?.input).toEqual(input)
  })
})

it('the input is what came in, whatever the procedure makes of it', async () => {
  const memory = start()
  await expect(build({ attachRpcInput: true }).caller.user.save({ id: '7' })).rejects.toThrow()
  expect((await memory.captured()).contexts?.trpc?.input).toEqual({ id: '7' })
})

describe('which errors are captured', () => {
  const told = async (options: TrpcMiddlewareOptions, call: 'refused' | 'unavailable' | 'fine') => {
    const { client, events } = start()
    await build(options)
      .caller[call]()
      .catch(() => {})
    await client.flush()
    return events.map((event) => captured(event).value)
  }

  it('those that are answered with 500 or more', async () => {
    expect(await told({}, 'unavailable')).toEqual(['later'])
    expect(await told({}, 'refused')).toEqual([])
    expect(await told({}, 'fine')).toEqual([])
  })

  it('not inputs that do not fit', async () => {
    const { client, events } = start()
    const { status } = await ask(`${await build().listen()}/user.byId${withInput('text')}`)
    await client.flush()
    expect([status, events]).toEqual([400, []])
  })

  it('those that shouldHandleError wants', async () => {
    const shouldHandleError = ({ message }: Error): boolean => message === 'refused'
    expect(await told({ shouldHandleError }, 'refused')).toEqual(['refused'])
    expect(await told({ shouldHandleError }, 'unavailable')).toEqual([])
  })
})

it('names what is captured by hand after the procedure, whose context keeps its type', async () => {
  const memory = start()
  expect(await build().caller.user.typed()).toBe('x')
  expect(await memory.captured()).toMatchObject({
    message: 'by hand: X',
    transaction: 'trpc/user.typed',
    contexts: { trpc: { procedure_path: 'user.typed' } },
  })
})

it('hands on what tRPC gives it, with init and without', async () => {
  const answers: unknown[] = []
  for (const path of ['/fine', '/refused', '/text', `/user.byId${withInput({ id: '7' })}`]) {
    const url = await build().listen()
    const before = await ask(url + path)
    const { client } = start()
    const after = await ask(url + path)
    await client.close()
    const told = ({ status, body }: typeof after) => [status, body.replace(/"stack":".*?"/, '')]
    expect(told(after)).toEqual(told(before))
    answers.push(after.status)
  }
  expect(answers).toEqual([200, 404, 500, 500])
})
