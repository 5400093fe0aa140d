import 'reflect-metadata'
import { captureException, setTag } from '@mayday/node'
import {
  MaydayExceptionCaptured,
  MaydayGlobalFilter,
  MaydayModule,
  SentryExceptionCaptured,
  SentryGlobalFilter,
  SentryModule,
} from '@mayday/node/nest'
import {
  type ArgumentsHost,
  BadRequestException,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Global,
  HttpException,
  type INestApplication,
  Module,
  Param,
  type Type,
  UseFilters,
  UseGuards,
} from '@nestjs/common'
import { APP_FILTER, NestFactory } from '@nestjs/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { captured, start } from './setup.js'

const apps: INestApplication[] = []
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()))
})

class NoEntry {
  canActivate(): boolean {
    throw new RangeError('the guard failed')
  }
}

class OwnFilter implements ExceptionFilter {
  catch(_exception: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse().status(503).json({ own: 'answer' })
  }
}

class Orders {
  async failing(id: string) {
    setTag('order', id)
    await new Promise((resolve) => setTimeout(resolve, Number(id)))
    throw new RangeError(`order ${id} failed`)
  }
  guarded() {}
  refusing() {
    throw new BadRequestException('not like that')
  }
  breaking() {
    throw new HttpException('out of order', 503)
  }
  upstream() {
    throw Object.assign(new Error('too large'), { statusCode: 413 })
  }
  noError() {
    throw 'just a text'
  }
  twice() {
    const error = new Error('twice')
    captureException(error)
    throw error
  }
  filtered() {
    throw new RangeError('for a filter of its own')
  }
}

/** As a compiler would apply them. */
function decorate(target: object, name: string, ...decorators: MethodDecorator[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(target, name) as PropertyDescriptor
  for (const decorator of decorators) decorator(target, name, descriptor)
  Object.defineProperty(target, name, descriptor)
}

const METHODS = ['guarded', 'refusing', 'breaking', 'upstream', 'noError', 'twice', 'filtered']
for (const name of METHODS) decorate(Orders.prototype, name, Get(name))
decorate(Orders.prototype, 'failing', Get('failing/:id'))
Param('id')(Orders.prototype, 'failing', 0)
decorate(Orders.prototype, 'guarded', UseGuards(NoEntry))
decorate(OwnFilter.prototype, 'catch', MaydayExceptionCaptured() as MethodDecorator)
Catch()(OwnFilter)
decorate(Orders.prototype, 'filtered', UseFilters(OwnFilter))
Controller('orders')(Orders)

/** Serves the orders, with or without us. */
async function serve(filter?: Type<ExceptionFilter>) {
  class App {}
  Module({
    imports: filter ? [MaydayModule.forRoot()] : [],
    controllers: [Orders],
    providers: filter ? [{ provide: APP_FILTER, useClass: filter }] : [],
  })(App)
  Global()(App)
  const app = await NestFactory.create(App, { logger: false })
  apps.push(app)
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  return async (path: string) => {
    const response = await fetch(`${url}/orders/${path}`)
    return { status: response.status, body: await response.json() }
  }
}

describe('a Nest application', () => {
  it('has what its routes fail with captured once, with route and request', async () => {
    const { client, events } = start()
    const ask = await serve(MaydayGlobalFilter)
    expect(await ask('failing/7?token=abc')).toEqual({
      status: 500,
      body: { statusCode: 500, message: 'Internal server error' },
    })
    await client.flush()
    expect(events).toHaveLength(1)
    const [event] = events
    expect(captured(event)).toMatchObject({
      type: 'RangeError',
      value: 'order 7 failed',
      mechanism: { type: 'auto.http.nestjs.global_filter', handled: false },
    })
    expect(event).toMatchObject({
      transaction: 'GET /orders/failing/:id',
      tags: { order: '7' },
      request: { method: 'GET', query_string: 'token=[Filtered]' },
    })
  })

  it.each([...METHODS.filter((name) => name !== 'filtered'), 'failing/1', 'nowhere'])(
    'answers as it would without us: %s',
    async (path) => {
      const without = await (await serve())(path)
      start()
      expect(await (await serve(MaydayGlobalFilter))(path)).toEqual({
        ...without,
        body: without.body,
      })
    },
  )

  it.each([
    ['guarded', 'the guard failed'],
    ['breaking', 'out of order'],
    ['noError', 'just a text'],
    ['twice', 'twice'],
  ])('has it captured: %s', async (path, value) => {
    const { client, events } = start()
    await (await serve(MaydayGlobalFilter))(path)
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual([value])
    expect(events[0]?.transaction).toBe(`GET /orders/${String(path)}`)
  })

  it.each(['refusing', 'upstream', 'nowhere'])(
    'is not told of what is answered on purpose: %s',
    async (path) => {
      const memory = start()
      expect((await (await serve(MaydayGlobalFilter))(path)).status).toBeLessThan(500)
      await expect(memory).not.toHaveCaptured()
    },
  )

  it('keeps requests apart', async () => {
    const { client, events } = start({ floodControl: false })
    const ask = await serve(MaydayGlobalFilter)
    const ids = Array.from({ length: 10 }, (_, index) => String(index))
    await Promise.all(ids.map((id) => ask(`failing/${id}`)))
    await client.flush()
    expect(events).toHaveLength(10)
    for (const event of events) {
      expect(captured(event).value).toBe(`order ${String(event.tags?.order)} failed`)
    }
  })

  it('may have filters of its own, which tell of what they catch', async () => {
    const { client, events } = start()
    const ask = await serve(MaydayGlobalFilter)
    expect(await ask('filtered')).toEqual({ status: 503, body: { own: 'answer' } })
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      value: 'for a filter of its own',
      mechanism: { type: 'auto.function.nestjs.exception_captured', handled: false },
    })
    expect(OwnFilter.prototype.catch.name).toBe('catch')
  })

  it('may extend the filter', async () => {
    const memory = start()
    const seen = vi.fn()
    class Mine extends SentryGlobalFilter {
      override catch(exception: unknown, host: ArgumentsHost): void {
        seen(exception)
        super.catch(exception, host)
      }
    }
    Catch()(Mine)
    expect((await (await serve(Mine))('failing/1')).status).toBe(500)
    expect(captured(await memory.captured()).value).toBe('order 1 failed')
    expect(seen).toHaveBeenCalledOnce()
  })
})

describe('what is no request', () => {
  const host = (kind: string, client?: object) =>
    ({ getType: () => kind, getArgByIndex: () => client }) as unknown as ArgumentsHost
  const error = new RangeError('failed')
  const spoken = (said: unknown) =>
    Object.assign(new Error('m'), { getError: () => said, initMessage() {} })
  const quiet = (filter: MaydayGlobalFilter, ...args: Parameters<MaydayGlobalFilter['catch']>) => {
    // Nest prints it, as it does without us.
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      return filter.catch(...args)
    } finally {
      write.mockRestore()
    }
  }

  it('a GraphQL resolver has its error captured and passed on', async () => {
    const memory = start()
    expect(() => quiet(new MaydayGlobalFilter(), error, host('graphql'))).toThrow(error)
    const { mechanism } = captured(await memory.captured())
    expect(mechanism).toMatchObject({ type: 'auto.graphql.nestjs.global_filter', handled: false })
  })

  it('a socket is told that something failed, and what the program says to it', async () => {
    const { client, events } = start()
    const emit = vi.fn()
    quiet(new MaydayGlobalFilter(), error, host('ws', { emit }))
    quiet(new MaydayGlobalFilter(), spoken('not now'), host('ws', { emit }))
    expect(emit.mock.calls).toEqual([
      ['exception', { status: 'error', message: 'Internal server error' }],
      ['exception', { status: 'error', message: 'not now' }],
    ])
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['failed'])
  })

  it('a microservice goes on', async () => {
    const memory = start()
    expect(quiet(new MaydayGlobalFilter(), error, host('rpc'))).toBeUndefined()
    expect(captured(await memory.captured()).mechanism?.type).toBe('auto.rpc.nestjs.global_filter')
  })
})

it('has the names of version 10, too', () => {
  expect(SentryGlobalFilter).toBe(MaydayGlobalFilter)
  expect(SentryModule).toBe(MaydayModule)
  expect(SentryExceptionCaptured).toBe(MaydayExceptionCaptured)
})
