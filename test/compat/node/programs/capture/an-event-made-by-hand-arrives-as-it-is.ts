import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, release: 'shop@1', environment: 'test' })
  Sentry.captureEvent({
    event_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
    message: 'by hand',
    level: 'debug',
    logger: 'shop.cart',
    tags: { page: 'cart' },
    extra: { items: 3 },
    fingerprint: ['cart'],
    transaction: 'checkout',
    user: { id: '7' },
    contexts: { cart: { items: 3 } },
    server_name: 'shop-1',
    environment: 'stage',
  })
}

export function found({ events: [event] }: Ending) {
  const { event_id, message, level, logger, tags, extra, fingerprint, transaction, user } =
    event ?? {}
  const { contexts, server_name, environment, release } = event ?? {}
  return {
    event_id,
    message,
    level,
    logger,
    tags,
    extra,
    fingerprint,
    transaction,
    user,
    cart: contexts?.cart,
    server_name,
    environment,
    release,
  }
}

export const expected = {
  event_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  message: 'by hand',
  level: 'debug',
  logger: 'shop.cart',
  tags: { page: 'cart' },
  extra: { items: 3 },
  fingerprint: ['cart'],
  transaction: 'checkout',
  user: { id: '7' },
  cart: { items: 3 },
  server_name: 'shop-1',
  environment: 'stage',
  release: 'shop@1',
}
