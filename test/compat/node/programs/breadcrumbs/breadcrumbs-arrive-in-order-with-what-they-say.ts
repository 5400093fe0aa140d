import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.addBreadcrumb({
    message: 'first',
    category: 'auth',
    level: 'warning',
    data: { tries: 2 },
    type: 'user',
  })
  Sentry.addBreadcrumb({ message: 'second', timestamp: 4_000_000_000 })
  Sentry.captureMessage('steps')
}

export const found = ({ events: [event] }: Ending) =>
  event?.breadcrumbs?.map(({ message, category, level, data, type, timestamp }) => [
    message,
    category,
    level,
    data,
    type,
    (timestamp ?? 0) > 1_700_000_000,
  ])

export const expected = [
  ['first', 'auth', 'warning', { tries: 2 }, 'user', true],
  ['second', undefined, undefined, undefined, undefined, true],
]
