import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  for (let count = 0; count < 150; count++) Sentry.addBreadcrumb({ message: `${count}` })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  const { breadcrumbs = [] } = event()
  return [breadcrumbs.length, breadcrumbs[0]?.message]
}

export const expected = [100, '50']
