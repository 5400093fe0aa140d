import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Event('stalled'))
  await Sentry.flush(1000)
  const [{ type, value } = {}] = event().exception?.values ?? []
  return { type, value }
}

export const expected = {
  type: 'Event',
  value: 'Event `Event` (type=stalled) captured as exception',
}
