import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, denyUrls: ['ads.example'] })
  const error = new Error('called by the ad')
  error.stack = `${error}\n    at pay (https://shop.example/pay.js:3:7)\n    at https://ads.example/a.js:1:100`
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return events().length
}

export const expected = 1
