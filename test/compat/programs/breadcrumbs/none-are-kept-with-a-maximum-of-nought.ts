import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, maxBreadcrumbs: 0 })
  Sentry.addBreadcrumb({ message: 'one' })
  Sentry.captureMessage('no steps')
  await Sentry.flush(1000)
  return event().breadcrumbs ?? []
}

export const expected = []
