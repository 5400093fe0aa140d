import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const scope = Sentry.getIsolationScope()
  scope.addBreadcrumb({ message: 'one' })
  scope.addBreadcrumb({ message: 'two' })
  const last = scope.getLastBreadcrumb()?.message
  scope.clearBreadcrumbs()
  scope.addBreadcrumb({ message: 'three' })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return { last, arrived: event().breadcrumbs?.map(({ message }) => message) }
}

export const expected = { last: 'two', arrived: ['three'] }
