import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  // @ts-expect-error it has no types of its own
  const { default: express } = (await import('express-4')) as typeof import('express')
  const app = express()
  app.get('/sync', () => {
    throw new Error('1: thrown')
  })
  app.get('/next', (_request: unknown, _response: unknown, next: (error: Error) => void) => {
    setTimeout(() => next(new Error('2: passed on')), 1)
  })
  Sentry.setupExpressErrorHandler(app)
  app.use(((_error, _request, response, _next) => {
    response.status(500).send('sorry')
  }) as import('express').ErrorRequestHandler)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const texts = await Promise.all(
    ['/sync', '/next'].map(async (path) => (await fetch(at + path)).text()),
  )
  server.closeAllConnections()
  server.close()
  return texts
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.map(({ exception, transaction }) => [
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.handled,
    transaction,
  ]),
]

export const expected = [
  ['sorry', 'sorry'],
  [
    ['1: thrown', false, 'GET /sync'],
    ['2: passed on', false, 'GET /next'],
  ],
]
