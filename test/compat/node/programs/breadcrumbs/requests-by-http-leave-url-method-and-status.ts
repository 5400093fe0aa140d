import { createServer, get, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const server = createServer((incoming, response) => {
    response.writeHead(Number(incoming.url?.slice(1, 4))).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const at = `http://127.0.0.1:${port}`
  await new Promise<void>((resolve) => {
    get(`${at}/200`, (response) => void response.resume().on('end', resolve))
  })
  await new Promise<void>((resolve) => {
    request(
      `${at}/404`,
      { method: 'POST' },
      (response) => void response.resume().on('end', resolve),
    ).end('body')
  })
  await new Promise<void>((resolve) => {
    get(`${at}/503`, (response) => void response.resume().on('end', resolve))
  })
  Sentry.captureMessage('after three')
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
  ['http', 'http', 'error', '/503', 'GET', 503],
]
