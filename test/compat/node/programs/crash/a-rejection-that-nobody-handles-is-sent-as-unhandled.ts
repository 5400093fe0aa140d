import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  // So that what becomes of the process is the program's own affair.
  process.on('unhandledRejection', () => {})
  Sentry.setTag('by', 'main')
  void Promise.reject(new RangeError('nobody handles this'))
}

export const found = ({ events, code }: Ending) => [
  code,
  events.map(({ exception, extra, tags }) => [
    exception?.values?.[0]?.type,
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism,
    extra?.unhandledPromiseRejection,
    tags?.by,
  ]),
]

export const expected = [
  0,
  [
    [
      'RangeError',
      'nobody handles this',
      { type: 'auto.node.onunhandledrejection', handled: false },
      true,
      'main',
    ],
  ],
]
