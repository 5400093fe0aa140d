import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  Sentry.init({ dsn, transport })
  Sentry.addEventProcessor((one) => {
    const [{ stacktrace } = {}] = one.exception?.values ?? []
    seen.push(one.breadcrumbs?.length, (stacktrace?.frames?.length ?? 0) > 0, one.tags)
    return one
  })
  Sentry.setTag('shop', 'berlin')
  Sentry.addBreadcrumb({ message: 'step' })
  Sentry.captureException(new Error('none left'))
  await Sentry.flush(1000)
  return seen
}

export const expected = [1, true, { shop: 'berlin' }]
