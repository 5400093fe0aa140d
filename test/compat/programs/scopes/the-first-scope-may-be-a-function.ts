import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    initialScope: (scope) => {
      scope.setTag('shop', 'berlin')
      return scope
    },
  })
  Sentry.captureMessage('first')
  await Sentry.flush(1000)
  return event().tags
}

export const expected = { shop: 'berlin' }
