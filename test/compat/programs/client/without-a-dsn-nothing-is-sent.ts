import * as Sentry from '@sentry/browser'
import { events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ transport })
  const id = Sentry.captureException(new Error('nowhere to go'))
  await Sentry.flush(100)
  return {
    id: id.length,
    arrived: events().length,
    isInitialized: Sentry.isInitialized(),
    isEnabled: Sentry.isEnabled(),
  }
}

export const expected = { id: 32, arrived: 0, isInitialized: true, isEnabled: false }
