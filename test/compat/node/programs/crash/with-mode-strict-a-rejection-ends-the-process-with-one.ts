import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.onUnhandledRejectionIntegration({ mode: 'strict' })] })
  void Promise.reject(new RangeError('nobody handles this'))
  setTimeout(() => console.log('went on'), 5000)
}

export const found = ({ events, code, stdout, stderr }: Ending) => [
  code,
  stdout,
  stderr.includes(
    'This error originated either by throwing inside of an async function without a catch block',
  ),
  stderr.includes('RangeError: nobody handles this'),
  events.map(({ level, exception }) => [level, exception?.values?.[0]?.value]),
]

export const expected = [1, '', true, true, [['fatal', 'nobody handles this']]]
