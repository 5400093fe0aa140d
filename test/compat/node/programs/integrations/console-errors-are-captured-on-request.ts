import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [Sentry.captureConsoleIntegration({ levels: ['error', 'warn'], handled: false })],
  })
  console.error(new RangeError('1: printed'))
  console.error('2: a text', 3)
  console.warn('3: low')
  console.info('4: not this')
}

export const found = ({ events }: Ending) =>
  events.map(({ message, level, exception, logger, extra }) => [
    message ?? exception?.values?.[0]?.value,
    level,
    exception?.values?.[0]?.mechanism?.handled,
    logger,
    (extra?.arguments as unknown[])?.length,
  ])

export const expected = [
  ['1: printed', 'error', false, 'console', 1],
  ['2: a text 3', 'error', undefined, 'console', 2],
  ['3: low', 'warning', undefined, 'console', 1],
]
