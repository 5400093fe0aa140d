import { Readable } from 'node:stream'
import Router from '@koa/router'
import { addBreadcrumb, captureMessage, setUser, setupKoaErrorHandler } from '@mayday/node'
import Koa from 'koa'
import { expect, it, vi } from 'vitest'
import { printed } from '../../../../test/setup/quiet-console.js'
import { captured, start } from '../setup.js'
import { everyFramework, routes } from './every-framework.js'
import { ask, serve } from './served.js'

everyFramework({
  mechanism: 'auto.middleware.koa',
  linesOfStream: 2,
  answersNothing: false,
  async serve({ times = 1, shouldHandleError } = {}) {
    const app = new Koa()
    for (let time = 0; time < times; time++) {
      setupKoaErrorHandler(app, shouldHandleError && { shouldHandleError })
    }
    const router = new Router()
    router.get('/fine', (ctx) => {
      ctx.body = 'fine'
    })
    router.get('/users/:id', () => routes.throwing())
    router.get('/late/:id', () => routes.rejecting())
    router.get('/refused', (ctx) => ctx.throw(403))
    router.get('/text', () => routes.throwingText())
    router.get('/nothing', () => routes.throwingNothing())
    router.get('/by-hand/:id', async (ctx) => {
      ctx.body = await routes.byHand()
    })
    router.get('/caught/:id', () => routes.caughtAndThrown())
    router.get('/of/:id', (ctx) => routes.ofUser(String(ctx.params.id)))
    router.get('/stream', (ctx) => {
      ctx.body = routes.stream()
    })
    const orders = new Router({ prefix: '/orders' }).get('/:id', () => routes.mounted())
    router.use('/api', orders.routes())
    app.use(router.routes()).use(router.allowedMethods())
    return serve(app.callback())
  },
})

it('captures what an error handler before it gives to the app, as Koa asks for', async () => {
  const memory = start()
  const app = new Koa()
  app.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      ctx.status = 500
      ctx.body = 'sorry'
      ctx.app.emit('error', error, ctx)
    }
  })
  setupKoaErrorHandler(app)
  app.use(() => {
    throw new Error('within')
  })
  const { body } = await ask(await serve(app.callback()))
  expect(body).toBe('sorry')
  expect(captured(await memory.captured()).value).toBe('within')
  await memory.client.flush()
  expect(memory.events).toHaveLength(1)
  expect(printed('error')).toHaveLength(1)
})

it('captures what is thrown before it once it has served a request', async () => {
  const memory = start()
  const app = new Koa()
  let isBroken = false
  app.use(async (_ctx, next) => {
    await next()
    if (isBroken) throw new Error('before')
  })
  setupKoaErrorHandler(app)
  const url = await serve(app.callback())
  await ask(url)
  isBroken = true
  expect((await ask(url)).status).toBe(500)
  expect(captured(await memory.captured()).value).toBe('before')
  expect(printed('error')).toHaveLength(1)
})

it('takes no interest in a visitor who goes away', async () => {
  const { client, events } = start()
  const app = new Koa()
  const failed = new Promise((resolve) => app.once('error', resolve))
  app.on('error', () => {})
  setupKoaErrorHandler(app)
  app.use((ctx) => {
    const endless = new Readable({ read() {} })
    endless.push('first part')
    ctx.body = endless
  })
  const url = await serve(app.callback())
  const gone = new AbortController()
  const response = await fetch(url, { signal: gone.signal })
  expect(response.status).toBe(200)
  gone.abort()
  await failed
  await client.flush()
  expect(events).toEqual([])
})

it('leaves the app as it was when the client closes', async () => {
  const { client } = start()
  const app = new Koa()
  setupKoaErrorHandler(app)
  const url = await serve(app.callback())
  const before = app.listeners('error')
  await ask(url)
  expect(app.listeners('error')).not.toEqual(before)
  await client.close()
  expect(app.listeners('error')).toEqual(before)
})

it('hears of streams for the next client, too', async () => {
  await start().client.close()
  const app = new Koa()
  setupKoaErrorHandler(app)
  app.use((ctx) => {
    ctx.body = routes.stream()
  })
  const url = await serve(app.callback())
  for (let client = 0; client < 2; client++) {
    const memory = start()
    await ask(url)
    expect(captured(await memory.captured()).value).toBe('in the stream')
    await expect.poll(() => vi.mocked(console.error).mock.calls.length).toBe(2)
    printed('error')
    await memory.client.close()
  }
})

it('leaves it to Koa what happens where nobody listens to errors', async () => {
  start()
  const app = new Koa()
  setupKoaErrorHandler(app)
  const url = await serve(app.callback())
  app.removeAllListeners('error')
  await ask(url)
  expect(app.listenerCount('error')).toBe(0)
})

it('has an app with types of its own', async () => {
  const memory = start()
  interface State {
    user: string
  }
  const app = new Koa<State, { say(text: string): void }>()
  setupKoaErrorHandler(app, { shouldHandleError: ({ message }) => message === 'wanted' })
  app.use((ctx) => {
    ctx.state.user = '7'
    setUser({ id: ctx.state.user })
    addBreadcrumb({ message: 'seen' })
    captureMessage('typed')
    ctx.body = ''
  })
  await ask(await serve(app.callback()))
  expect(await memory.captured()).toMatchObject({ message: 'typed', user: { id: '7' } })
})
