import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, maxBreadcrumbs: 3 })
  for (let count = 1; count <= 5; count++) Sentry.addBreadcrumb({ message: `step ${count}` })
  Sentry.captureMessage('1: three')
  Sentry.init({ dsn, maxBreadcrumbs: 0 })
  Sentry.getIsolationScope().clearBreadcrumbs()
  Sentry.addBreadcrumb({ message: 'not kept' })
  Sentry.captureMessage('2: none')
}

export const found = ({ events }: Ending) =>
  events.map(({ breadcrumbs }) => breadcrumbs?.map(({ message }) => message) ?? [])

export const expected = [['step 3', 'step 4', 'step 5'], []]
