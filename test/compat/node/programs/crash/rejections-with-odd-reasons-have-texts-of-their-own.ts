import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  process.on('unhandledRejection', () => {})
  for (const reason of ['a text', undefined, { b: 1, a: 2 }]) void Promise.reject(reason)
}

export const found = ({ events }: Ending) =>
  events.map(({ exception, extra }) => [
    exception?.values?.[0]?.value,
    extra?.unhandledPromiseRejection,
  ])

export const expected = [
  ['Object captured as exception with keys: a, b', true],
  ['a text', true],
  ['undefined', true],
]
