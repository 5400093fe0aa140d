import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: 'first' })
  Sentry.init({ dsn, transport, release: 'second' })
  Sentry.captureMessage('who')
  await Sentry.flush(1000)
  return event().release
}

export const expected = 'second'
