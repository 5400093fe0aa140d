import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  const client = Sentry.init({ dsn, transport })
  client?.recordDroppedEvent('ratelimit_backoff', 'error', 3)
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  return itemsOfType('client_report').flatMap(({ payload }) => JSON.parse(payload).discarded_events)
}

export const expected = [{ reason: 'ratelimit_backoff', category: 'error', quantity: 3 }]
