import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let answered = 0
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport: (options) =>
      Sentry.createTransport(options, async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        answered++
        return { statusCode: 200 }
      }),
  })
  Sentry.captureMessage('one')
  Sentry.captureMessage('two')
  return { flushed: await Sentry.flush(5000), answered }
}

export const expected = { flushed: true, answered: 2 }
