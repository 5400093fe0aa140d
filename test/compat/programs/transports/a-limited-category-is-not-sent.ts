import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let requests = 0
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    sendClientReports: false,
    transport: (options) =>
      Sentry.createTransport(options, async () => {
        requests++
        return {
          statusCode: 200,
          headers: { 'x-sentry-rate-limits': '60:error:organization', 'retry-after': null },
        }
      }),
  })
  Sentry.captureMessage('first')
  await Sentry.flush(1000)
  Sentry.captureMessage('second')
  await Sentry.flush(50)
  return requests
}

export const expected = 1
