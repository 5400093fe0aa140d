import { pipeline } from 'node:stream'
import { type ConnectHandlerOptions, setupConnectErrorHandler } from '@mayday/node'
import connect, { type NextFunction } from 'connect'
import { expect, it } from 'vitest'
import { captured, start } from '../setup.js'
import { everyFramework, routes } from './every-framework.js'
import { ask, serve } from './served.js'

/** The last segment of a path. */
const idIn = (url = ''): string => url.split(/[/?]/)[1] ?? ''

everyFramework({
  mechanism: 'auto.middleware.connect',
  nothingIsThrown: false,
  hasRoutes: false,
  async serve({ times = 1, shouldHandleError } = {}) {
    const app = connect()
    const later =
      (route: (id: string) => Promise<unknown>) =>
      (request: connect.IncomingMessage, _response: unknown, next: NextFunction) =>
        void route(idIn(request.url)).catch(next)
    app.use('/fine', (_request, response) => void response.end('fine'))
    app.use('/users', () => routes.throwing())
    app.use('/late', later(routes.rejecting))
    app.use('/refused', () => {
      throw Object.assign(new Error('refused'), { status: 403 })
    })
    app.use('/text', () => routes.throwingText())
    app.use('/nothing', () => routes.throwingNothing())
    app.use('/by-hand', async (_request, response) => void response.end(await routes.byHand()))
    app.use('/caught', () => routes.caughtAndThrown())
    app.use('/of', later(routes.ofUser))
    app.use('/stream', (_request, response, next) => pipeline(routes.stream(), response, next))
    app.use(
      '/api',
      connect().use('/orders', () => routes.mounted()),
    )
    for (let time = 0; time < times; time++) {
      setupConnectErrorHandler(app, shouldHandleError && { shouldHandleError })
    }
    return serve(app)
  },
})

it('hands the very error on, and tells shouldHandleError of it', async () => {
  const memory = start()
  const error = Object.assign(new Error('refused'), { status: 404 })
  const seen: unknown[] = []
  const shouldHandleError: ConnectHandlerOptions['shouldHandleError'] = (given) => {
    seen.push(given)
    return true
  }
  const app = connect().use(() => {
    throw error
  })
  setupConnectErrorHandler(app, { shouldHandleError })
  app.use((given: unknown, _request: unknown, response: { end(): void }, _next: unknown) => {
    seen.push(given)
    response.end()
  })
  await ask(await serve(app))
  expect(captured(await memory.captured()).value).toBe('refused')
  expect(seen).toEqual([error, error])
  expect(seen[1]).toBe(error)
})
