import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.breadcrumbsIntegration({ console: false })] })
  console.log('unheard')
  Sentry.addBreadcrumb({ message: 'by hand' })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ message }) => message)
}

export const expected = ['by hand']
