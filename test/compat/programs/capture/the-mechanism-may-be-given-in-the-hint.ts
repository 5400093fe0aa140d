import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Error('Out of stock'), {
    mechanism: { type: 'shop.checkout', handled: false, data: { step: 'payment' } },
  })
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.mechanism
}

export const expected = { type: 'shop.checkout', handled: false, data: { step: 'payment' } }
