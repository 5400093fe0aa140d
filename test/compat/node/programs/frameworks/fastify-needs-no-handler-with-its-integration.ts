import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      Sentry.fastifyIntegration({
        shouldHandleError: (error: Error) => error.message.startsWith('wanted'),
      }),
    ],
  })
  const { fastify } = await import('fastify')
  const app = fastify()
  app.get('/wanted', async () => {
    throw new Error('wanted')
  })
  app.get('/unwanted', async () => {
    throw new Error('unwanted')
  })
  const at = await app.listen({ port: 0, host: '127.0.0.1' })
  await fetch(`${at}/wanted`)
  await fetch(`${at}/unwanted`)
  await app.close()
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => [
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.type,
    exception?.values?.[0]?.mechanism?.handled,
  ])

export const expected = [['wanted', 'auto.function.fastify', false]]
