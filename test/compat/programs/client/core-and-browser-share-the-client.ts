import * as Sentry from '@sentry/browser'
import * as Core from '@sentry/core'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Core.setTag('shop', 'berlin')
  Core.withScope((scope) => {
    scope.setLevel('warning')
    Core.captureException(new Error('captured by core'))
  })
  await Core.flush(1000)
  const { tags, level, exception } = event()
  return {
    tags,
    level,
    value: exception?.values?.[0]?.value,
    sameClient: Core.getClient() === Sentry.getClient(),
  }
}

export const expected = {
  tags: { shop: 'berlin' },
  level: 'warning',
  value: 'captured by core',
  sameClient: true,
}
