import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport: Sentry.makeMultiplexedTransport(transport, ({ getEvent }) =>
      getEvent() ? ['https://cart@cart.example/2', 'https://shop@shop.example/3'] : [],
    ),
  })
  const id = Sentry.captureMessage('of both')
  await Sentry.flush(1000)
  return ['receiver', 'cart', 'shop'].map((name) =>
    eventsAt(`https://${name}.example/`).map(({ event }) => event.event_id === id),
  )
}

export const expected = [[], [true], [true]]
