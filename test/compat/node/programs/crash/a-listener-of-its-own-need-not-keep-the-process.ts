import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      Sentry.onUncaughtExceptionIntegration({ exitEvenIfOtherHandlersAreRegistered: true }),
    ],
  })
  process.on('uncaughtException', () => {})
  setTimeout(() => {
    throw new Error('ends it all the same')
  })
  setTimeout(() => console.log('went on'), 5000)
}

export const found = ({ events, code, stdout, stderr }: Ending) => [
  code,
  stdout,
  stderr.includes('Error: ends it all the same'),
  events.map(({ exception }) => exception?.values?.[0]?.value),
]

export const expected = [1, '', true, ['ends it all the same']]
