import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn, beforeSend: () => null })
  setTimeout(() => {
    throw new Error('silenced')
  })
}

export const found = ({ events, code, stderr }: Ending) => [
  code,
  events.length,
  stderr.includes('silenced'),
]

export const expected = [1, 0, true]
