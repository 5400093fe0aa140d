import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { Hono } = await import('hono')
  const { serve } = await import('@hono/node-server')
  const app = new Hono()
  Sentry.setupHonoErrorHandler(app as never)
  app.get('/users/:id', () => {
    Sentry.setTag('in', 'the handler')
    throw new RangeError('in a handler')
  })
  app.onError((_error, context) => context.text('sorry', 500))
  const server = await new Promise<import('node:http').Server>((resolve) => {
    const one = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(one as never),
    )
  })
  const { status } = await fetch(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/users/42`,
  )
  server.closeAllConnections()
  server.close()
  return status
}

export const found = ({ events, returned, code }: Ending) => [
  code,
  returned,
  events.map(({ exception, tags, request }) => [
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.handled,
    tags?.in,
    request?.method,
  ]),
]

export const expected = [0, 500, [['in a handler', false, 'the handler', 'GET']]]
