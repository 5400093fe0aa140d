import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn, tracesSampleRate: 1 } as Sentry.NodeOptions)
  const { default: express } = await import('express')
  const app = express()
  const router = express.Router()
  router.get('/users/:id', () => {
    throw new RangeError('in a route')
  })
  app.use('/api', router)
  Sentry.setupExpressErrorHandler(app)
  app.use(((_error, _request, response, _next) => {
    response.status(500).send(response.sentry)
  }) as (
    e: unknown,
    q: unknown,
    r: import('express').Response & { sentry?: string },
    n: unknown,
  ) => void)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const answer = await fetch(`${at}/api/users/42`)
  const id = await answer.text()
  server.closeAllConnections()
  server.close()
  return [answer.status, id, at]
}

export const found = ({ events: [event], returned: [status, id, at] }: Ending) => [
  status,
  id === event?.event_id,
  event?.exception?.values?.[0]?.value,
  event?.exception?.values?.[0]?.mechanism,
  event?.transaction,
  event?.request?.method,
  event?.request?.url?.replace(at, ''),
]

export const expected = [
  500,
  true,
  'in a route',
  { type: 'auto.middleware.express', handled: false },
  'GET /api/users/:id',
  'GET',
  '/api/users/42',
]
