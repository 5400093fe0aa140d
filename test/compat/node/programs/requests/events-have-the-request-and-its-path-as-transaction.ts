import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const server = createServer((_request, response) => {
    Sentry.captureException(new Error('while serving'))
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await (
    await fetch(`${at}/cart/7`, {
      method: 'POST',
      body: 'secret',
      headers: { 'user-agent': 'a program' },
    })
  ).text()
  server.closeAllConnections()
  server.close()
  return at
}

export const found = ({ events: [event], returned }: Ending) => [
  event?.transaction,
  event?.request?.method,
  event?.request?.url?.replace(returned, ''),
  event?.request?.headers?.['user-agent'],
  event?.user?.ip_address,
]

export const expected = ['POST /cart/7', 'POST', '/cart/7', 'a program', undefined]
