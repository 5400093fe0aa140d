import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setContext('cart', { items: 3 })
  Sentry.setContext('cart', null)
  Sentry.captureMessage('no cart')
  await Sentry.flush(1000)
  return event().contexts?.cart ?? 'removed'
}

export const expected = 'removed'
