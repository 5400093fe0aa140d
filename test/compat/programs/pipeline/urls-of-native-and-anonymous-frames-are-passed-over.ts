import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, denyUrls: ['ads.example'] })
  const error = new Error('inside a callback')
  error.stack = [
    String(error),
    '    at Array.forEach (<anonymous>)',
    '    at show (https://ads.example/a.js:1:100)',
    '    at https://shop.example/main.js:1:100',
  ].join('\n')
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return events().length
}

export const expected = 0
