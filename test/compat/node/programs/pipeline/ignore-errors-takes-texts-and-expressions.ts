import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, ignoreErrors: ['ECONNRESET', /^socket hang up$/i, 'TimeoutError: late'] })
  class TimeoutError extends Error {
    override name = 'TimeoutError'
  }
  Sentry.captureException(new Error('read ECONNRESET'))
  Sentry.captureException(new Error('socket hang up'))
  Sentry.captureException(new TimeoutError('late'))
  Sentry.captureException(new Error('late'))
  Sentry.captureMessage('socket hung up')
  Sentry.captureMessage('Socket hang up')
}

export const found = ({ events }: Ending) =>
  events.map(({ message, exception }) => message ?? exception?.values?.[0]?.value)

export const expected = ['late', 'socket hung up']
