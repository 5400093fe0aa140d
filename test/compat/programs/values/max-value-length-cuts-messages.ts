import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, maxValueLength: 20 })
  Sentry.captureException(new Error('x'.repeat(50)))
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.value
}

export const expected = `${'x'.repeat(20)}...`
