import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.addBreadcrumb({ message: 'step', data: { big: 12n, deep: { a: { b: { c: 1 } } } } })
  Sentry.setUser({ id: '4711', plan: { pay() {} } })
  Sentry.setContext('cart', { total: Number.NaN })
  Sentry.captureMessage('unsafe')
  await Sentry.flush(1000)
  const { breadcrumbs, user, contexts } = event()
  return { data: breadcrumbs?.[0]?.data, user, cart: contexts?.cart }
}

export const expected = {
  data: { big: '[BigInt: 12]', deep: { a: { b: '[Object]' } } },
  user: { id: '4711', plan: { pay: '[Function: pay]' } },
  cart: { total: '[NaN]' },
}
