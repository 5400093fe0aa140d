import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.onUnhandledRejectionIntegration({ mode: 'warn' })] })
  void Promise.reject(new RangeError('nobody handles this'))
  setTimeout(() => console.log('went on'), 50)
}

export const found = ({ events, code, stdout, stderr }: Ending) => [
  code,
  stdout,
  stderr.split('\n').slice(0, 2),
  events.map(({ level, exception }) => [level, exception?.values?.[0]?.value]),
]

export const expected = [
  0,
  'went on\n',
  [
    'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason:',
    'RangeError: nobody handles this',
  ],
  [['error', 'nobody handles this']],
]
