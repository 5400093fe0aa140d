import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  for (const thrown of [42, false, undefined, null, 12n]) Sentry.captureException(thrown)
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['42', 'false', 'undefined', 'null', '12']
