import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('Out of stock')
  Sentry.captureException(error)
  Sentry.captureMessage('between')
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return events().length
}

export const expected = 2
