import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, beforeSend: (one) => (one.message === 'wanted' ? one : null) })
  Sentry.addEventProcessor((one) => (one.message === 'processed away' ? null : one))
  Sentry.captureMessage('unwanted')
  Sentry.captureMessage('unwanted, too')
  Sentry.captureMessage('processed away')
  await Sentry.flush(1000)
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const discarded = itemsOfType('client_report').flatMap(
    ({ payload }) => JSON.parse(payload).discarded_events,
  )
  return discarded.sort((a, b) => a.reason.localeCompare(b.reason))
}

export const expected = [
  { reason: 'before_send', category: 'error', quantity: 2 },
  { reason: 'event_processor', category: 'error', quantity: 1 },
]
