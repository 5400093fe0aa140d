import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: express } = await import('express')
  const app = express()
  app.use((request, _response, next) => {
    Object.assign(request, { user: { id: '7', email: ['ada', 'shop.example'].join('@') } })
    next()
  })
  app.get('/me', () => {
    throw new Error('of somebody')
  })
  app.use(Sentry.expressErrorHandler() as never)
  app.use(((_error, _request, response, _next) => {
    response.status(500).end()
  }) as import('express').ErrorRequestHandler)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/me`)).text()
  server.closeAllConnections()
  server.close()
}

export const found = ({ events, contents }: Ending) => [
  events.map(({ exception, user }) => [exception?.values?.[0]?.value, user?.id]),
  contents.some(({ items }) => items.some(({ payload }) => payload.includes('ada@shop'))),
]

export const expected = [[['of somebody', undefined]], false]
