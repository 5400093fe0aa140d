import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  void Promise.reject(new RangeError('nobody handles this'))
}

export const found = ({ events, stderr }: Ending) => [
  stderr.includes('RangeError: nobody handles this\n    at main'),
  events.map(({ exception, extra }) => [
    exception?.values?.[0]?.value,
    extra?.unhandledPromiseRejection,
  ]),
]

export const expected = [true, [['nobody handles this', true]]]
