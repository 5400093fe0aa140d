import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let headers: Record<string, string> | undefined
  Sentry.init({
    dsn,
    transportOptions: { headers: { 'X-Shop': 'berlin' } },
    transport(options) {
      headers = options.headers
      return Sentry.createTransport(options, async () => ({ statusCode: 200 }))
    },
  })
  Sentry.captureMessage('anything')
  await Sentry.flush()
  return headers?.['X-Shop']
}

export const expected = 'berlin'
