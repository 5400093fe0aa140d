import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.onUnhandledRejectionIntegration({ mode: 'none' })] })
  void Promise.reject(new RangeError('nobody handles this'))
  setTimeout(() => console.log('went on'), 50)
}

export const found = ({ events, code, stdout, stderr }: Ending) => [
  code,
  stdout,
  stderr,
  events.map(({ exception }) => exception?.values?.[0]?.value),
]

export const expected = [0, 'went on\n', '', ['nobody handles this']]
