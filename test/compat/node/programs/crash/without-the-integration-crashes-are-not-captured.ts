import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: (defaults) => defaults.filter(({ name }) => name !== 'OnUncaughtException'),
  })
  setTimeout(() => {
    throw new Error('not for us')
  })
}

export const found = ({ events, code, stderr }: Ending) => [
  code,
  events.length,
  stderr.includes('not for us'),
]

export const expected = [1, 0, true]
