import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  process.exitCode = 5
  setTimeout(() => Sentry.captureException(new Error('the last thing')), 5)
}

export const found = ({ events, code }: Ending) => [
  code,
  events.map(({ exception }) => exception?.values?.[0]?.value),
]

export const expected = [5, ['the last thing']]
