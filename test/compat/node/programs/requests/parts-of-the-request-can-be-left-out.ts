import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [Sentry.requestDataIntegration({ include: { headers: false, url: false } })],
  })
  const server = createServer((_request, response) => {
    Sentry.captureMessage('while serving')
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await (await fetch(`${at}/cart`)).text()
  server.closeAllConnections()
  server.close()
}

export const found = ({ events: [event] }: Ending) => [
  event?.request?.method,
  event?.request?.url,
  Object.keys(event?.request?.headers ?? {}).length,
]

export const expected = ['GET', undefined, 0]
