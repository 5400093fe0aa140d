import * as Sentry from '@sentry/browser'
import * as Core from '@sentry/core'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Core.getGlobalScope().setTag('a', 'global')
  Core.getIsolationScope().setTag('b', 'isolation')
  Core.getCurrentScope().setTag('c', 'current')
  Core.addEventProcessor((one) => ({ ...one, logger: 'core' }))
  Core.addBreadcrumb({ message: 'step' })
  Core.setUser({ id: '4711' })
  Core.captureMessage('by core', 'warning')
  await Core.flush(1000)
  const { tags, logger, breadcrumbs, user, level } = event()
  return { tags, logger, breadcrumb: breadcrumbs?.[0]?.message, user, level }
}

export const expected = {
  tags: { a: 'global', b: 'isolation', c: 'current' },
  logger: 'core',
  breadcrumb: 'step',
  user: { id: '4711' },
  level: 'warning',
}
