import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, normalizeDepth: 5 })
  Sentry.captureMessage('deep', {
    extra: { a: { b: { c: { d: { e: { f: 1 } } } } } },
    contexts: { cart: { a: { b: { c: 1 } } } },
  })
  await Sentry.flush(1000)
  const { extra, contexts } = event()
  return { extra, cart: contexts?.cart }
}

export const expected = {
  extra: { a: { b: { c: { d: { e: '[Object]' } } } } },
  cart: { a: { b: { c: 1 } } },
}
