import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    release: 'page@1',
    transport: Sentry.makeMultiplexedTransport(transport, ({ getEvent }) =>
      getEvent()?.message === 'of both'
        ? [
            { dsn: 'https://cart@cart.example/2', release: 'cart@2' },
            { dsn: 'https://shop@shop.example/3', release: 'shop@3' },
          ]
        : [],
    ),
  })
  Sentry.captureMessage('of both')
  Sentry.captureMessage('of the page')
  await Sentry.flush(1000)
  return ['receiver', 'cart', 'shop'].flatMap((name) =>
    eventsAt(`https://${name}.example/`).map(({ event }) => event.release),
  )
}

export const expected = ['page@1', 'cart@2', 'shop@3']
