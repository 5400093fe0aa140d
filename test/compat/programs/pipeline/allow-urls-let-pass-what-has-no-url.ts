import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, allowUrls: ['https://shop.example/'] })
  Sentry.captureMessage('no place')
  await Sentry.flush(1000)
  return events().length
}

export const expected = 1
