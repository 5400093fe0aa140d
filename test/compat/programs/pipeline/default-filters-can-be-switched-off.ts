import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.inboundFiltersIntegration({ disableErrorDefaults: true })],
  })
  Sentry.captureException(new Error('Script error.'))
  await Sentry.flush(1000)
  return events().length
}

export const expected = 1
