import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  history.pushState({}, '', '/checkout')
  history.replaceState({}, '', '/checkout/payment')
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ category, data }) => [category, data?.from, data?.to])
}

export const expected = [
  ['navigation', '/shop', '/checkout'],
  ['navigation', '/checkout', '/checkout/payment'],
]
