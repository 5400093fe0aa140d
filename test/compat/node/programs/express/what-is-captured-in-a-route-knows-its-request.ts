import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: express } = await import('express')
  const app = express()
  app.get('/cart', async (_request, response) => {
    Sentry.setTag('in', 'the route')
    await new Promise((resolve) => setTimeout(resolve, 2))
    Sentry.captureMessage('from a route')
    response.send('cart')
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const text = await (
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cart`)
  ).text()
  server.closeAllConnections()
  server.close()
  Sentry.captureMessage('outside')
  return text
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.map(({ message, tags, transaction, request }) => [
    message,
    tags?.in,
    transaction,
    request?.method,
  ]),
]

export const expected = [
  'cart',
  [
    ['from a route', 'the route', 'GET /cart', 'GET'],
    ['outside', undefined, undefined, undefined],
  ],
]
