import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    release: 'shop@1.2.3',
    environment: 'stage',
    dist: '77',
    serverName: 'shop-1',
  })
  Sentry.captureMessage('a message')
  Sentry.captureException(new Error('an error'))
}

export const found = ({ events }: Ending) =>
  events.map(({ release, environment, dist, server_name }) => [
    release,
    environment,
    dist,
    server_name,
  ])

export const expected = [
  ['shop@1.2.3', 'stage', '77', 'shop-1'],
  ['shop@1.2.3', 'stage', '77', 'shop-1'],
]
