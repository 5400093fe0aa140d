import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new ErrorEvent('error', { message: 'none left' }))
  await Sentry.flush(1000)
  const [{ value } = {}] = event().exception?.values ?? []
  return value
}

export const expected = 'Event `ErrorEvent` captured as exception with message `none left`'
