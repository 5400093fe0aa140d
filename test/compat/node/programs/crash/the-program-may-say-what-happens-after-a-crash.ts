import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      Sentry.onUncaughtExceptionIntegration({
        async onFatalError(first) {
          console.log('fatal:', first.message)
          await Sentry.close(2000)
          process.exit(42)
        },
      }),
    ],
  })
  setTimeout(() => {
    throw new Error('what happens now')
  })
}

export const found = ({ events, code, stdout }: Ending) => [
  code,
  stdout,
  events.map(({ exception }) => exception?.values?.[0]?.value),
]

export const expected = [42, 'fatal: what happens now\n', ['what happens now']]
