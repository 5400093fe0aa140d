import * as Sentry from '@sentry/browser'
import * as core from '@sentry/core'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport: core.makeMultiplexedTransport(transport, ({ getEvent }) =>
      getEvent() ? ['https://cart@cart.example/2'] : [],
    ),
  })
  Sentry.captureMessage('of the cart')
  await Sentry.flush(1000)
  const isOneName = core.MULTIPLEXED_TRANSPORT_EXTRA_KEY === Sentry.MULTIPLEXED_TRANSPORT_EXTRA_KEY
  return { arrived: eventsAt('https://cart.example').length, isOneName }
}

export const expected = { arrived: 1, isOneName: true }
