import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setUser({ id: '4711', ip_address: null })
  Sentry.captureMessage('without address')
  await Sentry.flush(1000)
  return event().user
}

export const expected = { id: '4711', ip_address: null }
