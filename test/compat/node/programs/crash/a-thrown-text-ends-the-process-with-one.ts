import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  setTimeout(() => {
    throw 'just a text'
  })
}

export const found = ({ events, code, stderr }: Ending) => [
  code,
  stderr.includes('just a text'),
  events.map(({ exception }) => exception?.values?.[0]?.value),
]

export const expected = [1, true, ['just a text']]
