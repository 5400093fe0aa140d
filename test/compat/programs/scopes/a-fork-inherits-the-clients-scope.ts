import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setTag('page', 'checkout')
  Sentry.withScope((scope) => {
    scope.setTag('step', 'payment')
    Sentry.captureMessage('inside')
  })
  await Sentry.flush(1000)
  return event().tags
}

export const expected = { page: 'checkout', step: 'payment' }
