import * as Sentry from '@sentry/browser'
import { dsn, event, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('none left')
  Sentry.captureException(error, { tags: { seen: 'here' } })
  dispatchEvent(new ErrorEvent('error', { error, message: 'Uncaught Error: none left' }))
  await Sentry.flush(1000)
  return { arrived: events().length, tags: event().tags }
}

export const expected = { arrived: 1, tags: { seen: 'here' } }
