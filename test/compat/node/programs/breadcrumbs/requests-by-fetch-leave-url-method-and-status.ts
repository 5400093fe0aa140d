import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const server = createServer((incoming, response) => {
    response.writeHead(Number(incoming.url?.slice(1, 4))).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await (await fetch(`${at}/200`)).text()
  await (await fetch(`${at}/404`, { method: 'POST', body: 'body' })).text()
  Sentry.captureMessage('after two')
  server.closeAllConnections()
  server.close()
  return at
}

export const found = ({ events: [event], returned }: Ending) =>
  event?.breadcrumbs?.map(({ category, type, level, data }) => [
    category,
    type,
    level,
    data?.url?.replace(returned, ''),
    data?.['http.method'],
    data?.status_code,
  ])

export const expected = [
  ['http', 'http', undefined, '/200', 'GET', 200],
  ['http', 'http', 'warning', '/404', 'POST', 404],
]
