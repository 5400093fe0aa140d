import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let requests = 0
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport: (options) =>
      Sentry.createTransport(options, async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        requests++
        return { statusCode: 200 }
      }),
  })
  Sentry.captureMessage('before')
  const closed = await Sentry.close(5000)
  Sentry.captureMessage('after')
  await Sentry.flush(50)
  return { closed, requests, isEnabled: Sentry.isEnabled() }
}

export const expected = { closed: true, requests: 1, isEnabled: false }
