import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, sampleRate: 0 })
  Sentry.captureException(new Error('never'))
  // As it comes from an environment.
  Sentry.init({ dsn, sampleRate: '0' as never })
  Sentry.captureException(new Error('never, too'))
  Sentry.init({ dsn, sampleRate: '1' as never })
  Sentry.captureException(new Error('always'))
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => exception?.values?.[0]?.value)

export const expected = ['always']
