import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const server = createServer((request, response) => {
    Sentry.captureMessage(`at ${request.url}`)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const [path, digit] of [
    ['/1', 'a'],
    ['/2', 'b'],
  ] as const) {
    const headers = { 'sentry-trace': `${digit.repeat(32)}-${digit.repeat(16)}-0` }
    await (await fetch(at + path, { headers })).text()
  }
  server.closeAllConnections()
  server.close()
}

export const found = ({ events }: Ending) =>
  events.map(({ message, contexts }) => [message, contexts?.trace?.trace_id])

export const expected = [
  ['at /1', 'a'.repeat(32)],
  ['at /2', 'b'.repeat(32)],
]
