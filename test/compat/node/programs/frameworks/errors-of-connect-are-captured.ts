import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: connect } = await import('connect')
  const app = connect()
  app.use('/cart', () => {
    Sentry.setTag('in', 'the middleware')
    throw new RangeError('in a middleware')
  })
  Sentry.setupConnectErrorHandler(app as never)
  app.use(((
    _error: unknown,
    _request: unknown,
    response: { statusCode: number; end(): void },
    _next: unknown,
  ) => {
    response.statusCode = 500
    response.end()
  }) as never)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { status } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cart`)
  server.closeAllConnections()
  server.close()
  return status
}

export const found = ({ events, returned, code }: Ending) => [
  code,
  returned,
  events.map(({ exception, tags, request }) => [
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.handled,
    tags?.in,
    request?.method,
  ]),
]

export const expected = [0, 500, [['in a middleware', false, 'the middleware', 'GET']]]
