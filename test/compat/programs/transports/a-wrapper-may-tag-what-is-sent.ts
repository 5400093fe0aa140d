import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport(options) {
      const inner = transport(options)
      return {
        ...inner,
        send(envelope) {
          for (const [headers, payload] of envelope[1]) {
            if (headers.type === 'event') {
              const sent = payload as Sentry.Event
              sent.tags = { ...sent.tags, gateway: 'berlin' }
            }
          }
          return inner.send(envelope)
        },
      }
    },
  })
  Sentry.setTag('page', 'cart')
  Sentry.captureMessage('tagged on its way')
  await Sentry.flush(1000)
  return event().tags
}

export const expected = { page: 'cart', gateway: 'berlin' }
