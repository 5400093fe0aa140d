import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport(options) {
      const inner = transport(options)
      return {
        ...inner,
        send: async (envelope) => {
          const isEvent = envelope[1].some(([{ type }]) => type === 'event')
          if (!isEvent) return inner.send(envelope)
          options.recordDroppedEvent('sample_rate', 'error')
          return {}
        },
      }
    },
  })
  Sentry.captureMessage('sampled by the transport')
  await Sentry.flush(1000)
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  return itemsOfType('client_report').flatMap(({ payload }) => JSON.parse(payload).discarded_events)
}

export const expected = [{ reason: 'sample_rate', category: 'error', quantity: 1 }]
