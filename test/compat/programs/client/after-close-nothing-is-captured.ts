import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('before')
  const closed = await Sentry.close(1000)
  Sentry.captureMessage('after')
  await Sentry.flush(100)
  return { closed, arrived: events().map(({ message }) => message), isEnabled: Sentry.isEnabled() }
}

export const expected = { closed: true, arrived: ['before'], isEnabled: false }
