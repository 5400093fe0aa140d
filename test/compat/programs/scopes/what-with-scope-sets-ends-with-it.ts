import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.withScope((scope) => {
    scope.setTag('step', 'payment')
    Sentry.captureMessage('inside')
  })
  Sentry.captureMessage('outside')
  await Sentry.flush(1000)
  return events().map(({ message, tags }) => ({ message, tags }))
}

export const expected = [{ message: 'inside', tags: { step: 'payment' } }, { message: 'outside' }]
