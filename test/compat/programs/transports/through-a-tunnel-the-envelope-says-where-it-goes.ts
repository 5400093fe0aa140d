import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    tunnel: '/tunnel',
    transport: Sentry.makeMultiplexedTransport(transport, ({ getEvent }) =>
      getEvent()?.message === 'of the cart' ? ['https://cart@cart.example/2'] : [],
    ),
  })
  Sentry.captureMessage('of the page')
  Sentry.captureMessage('of the cart')
  await Sentry.flush(1000)
  return eventsAt('/tunnel')
    .map(({ headers, event }) => [event.message, headers.dsn])
    .sort()
}

export const expected = [
  ['of the cart', 'https://cart@cart.example/2'],
  ['of the page', 'https://public@receiver.example/1'],
]
