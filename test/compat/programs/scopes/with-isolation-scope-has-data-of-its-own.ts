import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setTag('shop', 'berlin')
  const returned = Sentry.withIsolationScope((scope) => {
    scope.setTag('job', 'export')
    Sentry.setTag('also', 'export')
    Sentry.captureMessage('inside')
    return 42
  })
  await Sentry.flush(1000)
  return { returned, tags: event().tags }
}

export const expected = { returned: 42, tags: { shop: 'berlin', job: 'export', also: 'export' } }
