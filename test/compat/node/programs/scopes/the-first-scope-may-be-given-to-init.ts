import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    initialScope: {
      tags: { region: 'eu' },
      user: { id: '7' },
      extra: { boot: 1 },
      contexts: { host: { rack: 4 } },
    },
  })
  Sentry.captureMessage('1: an object')
  Sentry.init({ dsn, initialScope: (scope) => scope.setTag('region', 'us') })
  Sentry.captureMessage('2: a function')
}

export const found = ({ events }: Ending) =>
  events.map(({ tags, user, extra, contexts }) => [
    tags?.region,
    user?.id,
    extra?.boot,
    contexts?.host,
  ])

export const expected = [
  ['eu', '7', 1, { rack: 4 }],
  ['us', '7', 1, { rack: 4 }],
]
