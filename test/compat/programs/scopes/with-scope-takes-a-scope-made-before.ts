import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const scope = Sentry.getCurrentScope().clone()
  scope.setTag('shop', 'berlin')
  Sentry.withScope(scope, () => Sentry.captureMessage('inside'))
  await Sentry.flush(1000)
  return event().tags
}

export const expected = { shop: 'berlin' }
