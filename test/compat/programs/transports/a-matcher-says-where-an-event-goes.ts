import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport: Sentry.makeMultiplexedTransport(transport, ({ getEvent }) =>
      getEvent()?.tags?.feature === 'cart' ? ['https://cart@cart.example/2'] : [],
    ),
  })
  Sentry.captureMessage('anything')
  Sentry.captureMessage('of the cart', { tags: { feature: 'cart' } })
  await Sentry.flush(1000)
  const at = (address: string) => eventsAt(address).map(({ event }) => event.message)
  return [at('https://receiver.example/api/1/'), at('https://cart.example/api/2/')]
}

export const expected = [['anything'], ['of the cart']]
