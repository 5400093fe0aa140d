import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let requests = 0
  globalThis.fetch = (async () => {
    requests++
    return new Response('', { status: 200, headers: { 'X-Sentry-Rate-Limits': '60::key' } })
  }) as typeof fetch
  Sentry.init({ dsn, defaultIntegrations: false, sendClientReports: false })
  Sentry.captureMessage('first')
  await Sentry.flush(1000)
  Sentry.captureMessage('second')
  await Sentry.flush(50)
  return requests
}

export const expected = 1
