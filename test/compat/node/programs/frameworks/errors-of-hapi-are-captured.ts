import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: Hapi } = await import('@hapi/hapi')
  const server = Hapi.server({ port: 0, host: '127.0.0.1', debug: false })
  await Sentry.setupHapiErrorHandler(server as never)
  server.route({
    method: 'GET',
    path: '/users/{id}',
    handler() {
      Sentry.setTag('in', 'the handler')
      throw new RangeError('in a handler')
    },
  })
  await server.start()
  const { status } = await fetch(`${server.info.uri}/users/42`)
  const missing = (await fetch(`${server.info.uri}/missing`)).status
  await server.stop()
  return [status, missing]
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

export const expected = [0, [500, 404], [['in a handler', false, 'the handler', 'GET']]]
