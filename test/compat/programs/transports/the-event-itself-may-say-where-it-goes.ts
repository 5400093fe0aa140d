import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport: Sentry.makeMultiplexedTransport(transport) })
  Sentry.captureMessage('of the page')
  Sentry.withScope((scope) => {
    scope.setExtra(Sentry.MULTIPLEXED_TRANSPORT_EXTRA_KEY, [
      { dsn: 'https://cart@cart.example/2', release: 'cart@2' },
    ])
    Sentry.captureMessage('of the cart')
  })
  await Sentry.flush(1000)
  return ['receiver', 'cart'].map((name) =>
    eventsAt(`https://${name}.example/`).map(({ event }) => [event.message, event.release]),
  )
}

export const expected = [[['of the page', null]], [['of the cart', 'cart@2']]]
