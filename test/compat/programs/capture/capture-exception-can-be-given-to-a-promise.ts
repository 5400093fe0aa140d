import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  await Promise.reject(new RangeError('none left')).catch(Sentry.captureException)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.value
}

export const expected = 'none left'
