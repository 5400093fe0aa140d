import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const ids = [
    Sentry.captureException(new Error('one')),
    Sentry.captureMessage('two'),
    Sentry.captureEvent({ message: 'three' }),
  ]
  await Sentry.flush(1000)
  const arrived = events().map(({ event_id }) => event_id)
  return {
    same: ids.join() === arrived.join(),
    wellFormed: ids.every((id) => /^[0-9a-f]{32}$/.test(id)),
  }
}

export const expected = { same: true, wellFormed: true }
