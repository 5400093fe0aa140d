import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      Sentry.onUnhandledRejectionIntegration({
        mode: 'none',
        ignore: [{ name: 'RangeError' }, { message: /^not this/ }],
      }),
    ],
  })
  process.on('unhandledRejection', () => {})
  void Promise.reject(new RangeError('by its name'))
  void Promise.reject(new Error('not this either'))
  void Promise.reject(new DOMException('it was given up', 'AbortError'))
  void Promise.reject(new Error('but this'))
}

export const found = ({ events, code }: Ending) => [
  code,
  events.map(({ exception }) => exception?.values?.[0]?.value),
]

export const expected = [0, ['but this']]
