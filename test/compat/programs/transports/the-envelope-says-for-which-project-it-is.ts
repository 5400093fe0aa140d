import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport: Sentry.makeMultiplexedTransport(transport, ({ getEvent }) =>
      getEvent() ? ['https://cart@cart.example/2'] : [],
    ),
  })
  Sentry.captureMessage('of the cart')
  await Sentry.flush(1000)
  return eventsAt('https://cart.example').map(({ headers }) => headers.dsn)
}

export const expected = ['https://cart@cart.example/2']
