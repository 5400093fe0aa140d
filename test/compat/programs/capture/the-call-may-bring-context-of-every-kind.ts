import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Error('Out of stock'), {
    tags: { shop: 'berlin' },
    extra: { article: 'a-1' },
    contexts: { cart: { items: 3 } },
    user: { id: '4711' },
    level: 'warning',
    fingerprint: ['stock'],
  })
  await Sentry.flush(1000)
  const { tags, extra, contexts, user, level, fingerprint } = event()
  return { tags, extra, cart: contexts?.cart, user, level, fingerprint }
}

export const expected = {
  tags: { shop: 'berlin' },
  extra: { article: 'a-1' },
  cart: { items: 3 },
  user: { id: '4711' },
  level: 'warning',
  fingerprint: ['stock'],
}
