import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, sampleRate: 0 })
  Sentry.captureException(new Error('one'))
  Sentry.captureException(new Error('two'))
  await Sentry.flush(1000)
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  return itemsOfType('client_report').flatMap(({ payload }) => JSON.parse(payload).discarded_events)
}

export const expected = [{ reason: 'sample_rate', category: 'error', quantity: 2 }]
