import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.inboundFiltersIntegration({ denyUrls: ['shop.example'] })],
  })
  Sentry.captureException(new Error('thrown here'))
  Sentry.captureMessage('wanted')
  await Sentry.flush(1000)
  return events().map(({ message }) => message)
}

export const expected = ['wanted']
