import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: Koa } = await import('koa')
  const app = new Koa()
  app.silent = true
  Sentry.setupKoaErrorHandler(app)
  app.use(async (context) => {
    Sentry.setTag('in', 'the middleware')
    await new Promise((resolve) => setTimeout(resolve, 2))
    throw new RangeError(`at ${context.path}`)
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.on('listening', resolve))
  const { status } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cart`)
  server.closeAllConnections()
  server.close()
  return status
}

export const found = ({ events, returned, code }: Ending) => [
  code,
  returned,
  events.map(({ exception, tags, request, transaction }) => [
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.handled,
    tags?.in,
    request?.method,
    transaction,
  ]),
]

export const expected = [0, 500, [['at /cart', false, 'the middleware', 'GET', 'GET /cart']]]
