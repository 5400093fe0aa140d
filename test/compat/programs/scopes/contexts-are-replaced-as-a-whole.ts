import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getIsolationScope().setContext('cart', { items: 3, currency: 'EUR' })
  Sentry.getCurrentScope().setContext('cart', { items: 4 })
  Sentry.captureMessage('which cart')
  await Sentry.flush(1000)
  return event().contexts?.cart
}

export const expected = { items: 4 }
