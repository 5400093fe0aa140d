import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  process.on('uncaughtException', () => {})
  setTimeout(() => {
    Sentry.withScope((scope) => {
      scope.setTag('inside', 'yes')
      Sentry.setTag('process', 'yes')
      throw new Error('out of it')
    })
  })
}

export const found = ({ events, code }: Ending) => [
  code,
  ...events.map(({ exception, tags }) => [exception?.values?.[0]?.value, tags]),
]

export const expected = [0, ['out of it', { process: 'yes' }]]
