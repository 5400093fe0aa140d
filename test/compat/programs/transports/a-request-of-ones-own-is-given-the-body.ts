import * as Sentry from '@sentry/browser'
import { dsn, read } from '../../receiver.js'

export async function run() {
  const messages: unknown[] = []
  Sentry.init({
    dsn,
    transport: (options) =>
      Sentry.createTransport(options, async ({ body }) => {
        for (const { headers, payload } of read(body).items) {
          if (headers.type === 'event') messages.push(JSON.parse(payload).message)
        }
        return { statusCode: 200 }
      }),
  })
  Sentry.captureMessage('by my own request')
  await Sentry.flush(1000)
  return messages
}

export const expected = ['by my own request']
