import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setTag('page', 'checkout')
  const scope = new Sentry.Scope()
  scope.setTag('shop', 'berlin')
  scope.setLevel('warning')
  Sentry.captureException(new Error('Out of stock'), scope)
  await Sentry.flush(1000)
  const { tags, level } = event()
  return { tags, level }
}

export const expected = { tags: { page: 'checkout', shop: 'berlin' }, level: 'warning' }
