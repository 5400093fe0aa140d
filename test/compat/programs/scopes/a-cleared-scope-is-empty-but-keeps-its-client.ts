import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const scope = Sentry.getCurrentScope()
  scope.setTag('shop', 'berlin').setUser({ id: '4711' }).setLevel('fatal').setFingerprint(['x'])
  scope
    .setTransactionName('/checkout')
    .setContext('cart', { items: 3 })
    .addBreadcrumb({ message: 'step' })
  scope.clear()
  Sentry.captureMessage('empty')
  await Sentry.flush(1000)
  const { tags, user, level, fingerprint, transaction, contexts, breadcrumbs } = event()
  return { tags, user, level, fingerprint, transaction, cart: contexts?.cart, breadcrumbs }
}

export const expected = { level: 'info' }
