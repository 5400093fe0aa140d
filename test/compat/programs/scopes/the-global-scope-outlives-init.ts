import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.getGlobalScope().setTag('shop', 'berlin')
  Sentry.init({ dsn, transport })
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('still')
  await Sentry.flush(1000)
  return event().tags
}

export const expected = { shop: 'berlin' }
