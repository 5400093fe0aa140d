import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn, sendDefaultPii: true })
  const server = createServer((_request, response) => {
    Sentry.captureMessage('while serving')
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await (
    await fetch(`${at}/cart`, { headers: { 'x-forwarded-for': '203.0.113.7', 'x-shop': 'yes' } })
  ).text()
  server.closeAllConnections()
  server.close()
}

export const found = ({ events: [event] }: Ending) => [
  event?.user?.ip_address,
  event?.request?.headers?.['x-shop'],
]

export const expected = ['203.0.113.7', 'yes']
