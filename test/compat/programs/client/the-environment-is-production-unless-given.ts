import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('where')
  await Sentry.flush(1000)
  return event().environment
}

export const expected = 'production'
