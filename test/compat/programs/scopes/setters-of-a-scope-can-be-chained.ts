import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.withScope((scope) => {
    scope
      .setTag('shop', 'berlin')
      .setTags({ page: 'checkout' })
      .setExtra('left', 3)
      .setLevel('warning')
      .setUser({ id: '4711' })
      .setContext('cart', { items: 3 })
      .setFingerprint(['stock'])
      .setTransactionName('/checkout')
    Sentry.captureMessage('all')
  })
  await Sentry.flush(1000)
  const { tags, extra, level, user, contexts, fingerprint, transaction } = event()
  return { tags, extra, level, user, cart: contexts?.cart, fingerprint, transaction }
}

export const expected = {
  tags: { shop: 'berlin', page: 'checkout' },
  extra: { left: 3 },
  level: 'warning',
  user: { id: '4711' },
  cart: { items: 3 },
  fingerprint: ['stock'],
  transaction: '/checkout',
}
