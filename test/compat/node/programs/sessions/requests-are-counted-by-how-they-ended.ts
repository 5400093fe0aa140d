import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

interface Aggregate {
  exited?: number
  errored?: number
  crashed?: number
}

export async function main(dsn: string) {
  Sentry.init({
    dsn,
    release: 'shop@1',
    integrations: [Sentry.httpIntegration({ trackIncomingRequestsAsSessions: true })],
  })
  const server = createServer((request, response) => {
    if (request.url === '/errored') Sentry.captureException(new Error('caught'))
    if (request.url === '/crashed') {
      Sentry.captureException(new Error('not caught'), {
        mechanism: { type: 'generic', handled: false },
      })
    }
    response.end('done')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  for (const path of ['/well', '/well', '/errored', '/crashed', '/well']) {
    await new Promise<void>((resolve) => {
      get({ port, host: '127.0.0.1', path, agent: false }, (response) => {
        response.resume().on('close', resolve)
      })
    })
  }
  await new Promise((resolve) => server.close(resolve))
  await Sentry.flush(2000)
  process.exit(0)
}

export function found({ payloads }: Ending) {
  const sums = { exited: 0, errored: 0, crashed: 0 }
  for (const { aggregates, attrs } of payloads<{
    aggregates: Aggregate[]
    attrs: { release: string }
  }>('sessions')) {
    if (attrs.release !== 'shop@1') return attrs
    for (const one of aggregates) {
      sums.exited += one.exited ?? 0
      sums.errored += one.errored ?? 0
      sums.crashed += one.crashed ?? 0
    }
  }
  return sums
}

export const expected = { exited: 3, errored: 1, crashed: 1 }
