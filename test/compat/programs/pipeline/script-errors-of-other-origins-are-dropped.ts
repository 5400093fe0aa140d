import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Error('Script error.'))
  Sentry.captureMessage('ResizeObserver loop completed with undelivered notifications.')
  Sentry.captureMessage('wanted')
  await Sentry.flush(1000)
  return events().map(({ message }) => message)
}

export const expected = ['wanted']
