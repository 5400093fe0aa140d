import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: express } = await import('express')
  const app = express()
  app.get('/status/:code', (request) => {
    throw Object.assign(new Error(`as ${request.params.code}`), {
      status: Number(request.params.code),
    })
  })
  Sentry.setupExpressErrorHandler(app)
  app.use(((_error, _request, response, _next) => {
    response.status(500).end()
  }) as import('express').ErrorRequestHandler)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const code of [400, 404, 499, 500, 503]) await (await fetch(`${at}/status/${code}`)).text()
  server.closeAllConnections()
  server.close()
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => exception?.values?.[0]?.value)

export const expected = ['as 500', 'as 503']
