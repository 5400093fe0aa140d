import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  let seen: unknown
  Sentry.init({
    dsn,
    transport,
    release: 'shop@1',
    beforeSend(one) {
      seen = {
        tags: one.tags,
        extra: one.extra,
        release: one.release,
        environment: one.environment,
        level: one.level,
      }
      return one
    },
  })
  Sentry.setTag('shop', 'berlin')
  Sentry.captureException(new Error('none left'), { extra: { big: 12n } })
  await Sentry.flush(1000)
  return seen
}

export const expected = {
  tags: { shop: 'berlin' },
  extra: { big: '[BigInt: 12]' },
  release: 'shop@1',
  environment: 'production',
  level: 'error',
}
