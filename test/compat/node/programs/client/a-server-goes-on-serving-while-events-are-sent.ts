import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const server = createServer((_request, response) => {
    Sentry.captureMessage('served')
    response.end('hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const text = await answer.text()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return text
}

export const found = ({ events, returned }: Ending) => [returned, events.length]

export const expected = ['hello', 1]
