import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.withScope(() => {
    Sentry.setTag('shop', 'berlin')
    Sentry.setUser({ id: '4711' })
    Sentry.setContext('cart', { items: 3 })
  })
  Sentry.captureMessage('outside')
  await Sentry.flush(1000)
  const { tags, user, contexts } = event()
  return { tags, user, cart: contexts?.cart }
}

export const expected = { tags: { shop: 'berlin' }, user: { id: '4711' }, cart: { items: 3 } }
