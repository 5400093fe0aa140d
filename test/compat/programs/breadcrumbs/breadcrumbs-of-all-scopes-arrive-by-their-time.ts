import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().addBreadcrumb({ message: 'current', timestamp: 3 })
  Sentry.addBreadcrumb({ message: 'isolation', timestamp: 2 })
  Sentry.getGlobalScope().addBreadcrumb({ message: 'global', timestamp: 1 })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ message }) => message)
}

export const expected = ['global', 'isolation', 'current']
