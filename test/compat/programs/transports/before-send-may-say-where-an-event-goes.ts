import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport: Sentry.makeMultiplexedTransport(transport),
    beforeSend(event) {
      if (event.tags?.feature === 'cart') {
        event.extra = {
          ...event.extra,
          [Sentry.MULTIPLEXED_TRANSPORT_EXTRA_KEY]: [
            { dsn: 'https://cart@cart.example/2', release: 'cart@2' },
          ],
        }
      }
      return event
    },
  })
  Sentry.setTag('feature', 'cart')
  Sentry.captureException(new Error('of the cart'))
  await Sentry.flush(1000)
  return [eventsAt('https://receiver.example').length, eventsAt('https://cart.example').length]
}

export const expected = [0, 1]
