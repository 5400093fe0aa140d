import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, enabled: false })
  Sentry.captureException(new Error('disabled'))
  await Sentry.flush(100)
  return { arrived: events().length, isEnabled: Sentry.isEnabled() }
}

export const expected = { arrived: 0, isEnabled: false }
