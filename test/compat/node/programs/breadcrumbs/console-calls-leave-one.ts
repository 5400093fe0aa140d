import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  console.log('left:', 3)
  console.warn('low')
  console.error('none left')
  console.debug('details')
  console.info('fine')
  Sentry.captureMessage('steps')
}

export const found = ({ events: [event], stdout, stderr }: Ending) => [
  stdout.split('\n').slice(0, -1),
  stderr.split('\n').slice(0, -1),
  event?.breadcrumbs?.map(({ category, level, message, data }) => [
    category,
    level,
    message,
    data?.logger,
  ]),
]

export const expected = [
  ['left: 3', 'details', 'fine'],
  ['low', 'none left'],
  [
    ['console', 'log', 'left: 3', 'console'],
    ['console', 'warning', 'low', 'console'],
    ['console', 'error', 'none left', 'console'],
    ['console', 'debug', 'details', 'console'],
    ['console', 'info', 'fine', 'console'],
  ],
]
