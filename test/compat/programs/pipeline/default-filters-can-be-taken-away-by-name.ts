import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    ignoreErrors: ['unwanted'],
    integrations: (defaults) => defaults.filter(({ name }) => name !== 'InboundFilters'),
  })
  Sentry.captureException(new Error('Script error.'))
  Sentry.captureException(new Error('unwanted'))
  await Sentry.flush(1000)
  return events().length
}

export const expected = 2
