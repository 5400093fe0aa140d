import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { fastify } = await import('fastify')
  const app = fastify()
  Sentry.setupFastifyErrorHandler(app)
  app.get('/users/:id', async () => {
    Sentry.setTag('in', 'the route')
    throw new RangeError('1: in a route')
  })
  app.get('/known', async (_request, reply) => {
    reply.status(404)
    throw new Error('2: not ours')
  })
  const at = await app.listen({ port: 0, host: '127.0.0.1' })
  const statuses = [(await fetch(`${at}/users/42`)).status, (await fetch(`${at}/known`)).status]
  await app.close()
  return statuses
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

export const expected = [0, [500, 404], [['1: in a route', false, 'the route', 'GET']]]
