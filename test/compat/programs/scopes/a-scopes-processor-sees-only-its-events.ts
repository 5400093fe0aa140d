import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.withScope((scope) => {
    scope.addEventProcessor((one) => ({ ...one, logger: 'shop' }))
    Sentry.captureMessage('inside')
  })
  Sentry.captureMessage('outside')
  await Sentry.flush(1000)
  return events().map(({ logger }) => logger ?? null)
}

export const expected = ['shop', null]
