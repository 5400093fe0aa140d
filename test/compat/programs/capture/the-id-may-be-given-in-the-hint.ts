import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const id = Sentry.captureException(new Error('Out of stock'), {
    event_id: '0123456789abcdef0123456789abcdef',
  })
  await Sentry.flush(1000)
  return { id, arrived: event().event_id }
}

export const expected = {
  id: '0123456789abcdef0123456789abcdef',
  arrived: '0123456789abcdef0123456789abcdef',
}
