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
        return {}
      }),
  })
  Sentry.captureMessage('fire and forget')
  return { flushed: await Sentry.flush(1000), requests }
}

export const expected = { flushed: true, requests: 1 }
