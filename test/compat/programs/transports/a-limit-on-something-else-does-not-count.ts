import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let requests = 0
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport: (options) =>
      Sentry.createTransport(options, async () => {
        requests++
        return {
          statusCode: 200,
          headers: { 'x-sentry-rate-limits': '60:transaction;replay:key', 'retry-after': '60' },
        }
      }),
  })
  Sentry.captureMessage('first')
  await Sentry.flush(1000)
  Sentry.captureMessage('second')
  await Sentry.flush(1000)
  return requests
}

export const expected = 2
