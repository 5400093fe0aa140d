import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.withScope((scope) => {
    scope.addBreadcrumb({ message: 'inside' })
    Sentry.captureMessage('first')
  })
  Sentry.getIsolationScope().clearBreadcrumbs()
  Sentry.captureMessage('second')
  await Sentry.flush(1000)
  return events().map(({ breadcrumbs }) => breadcrumbs?.map(({ message }) => message) ?? [])
}

export const expected = [['inside'], []]
