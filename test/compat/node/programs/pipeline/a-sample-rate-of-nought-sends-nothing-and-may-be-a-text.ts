import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, sampleRate: 0 })
  Sentry.captureException(new Error('never'))
  // @ts-expect-error as it comes from an environment
  Sentry.init({ dsn, sampleRate: '0' })
  Sentry.captureException(new Error('never, too'))
  // @ts-expect-error as it comes from an environment
  Sentry.init({ dsn, sampleRate: '1' })
  Sentry.captureException(new Error('always'))
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => exception?.values?.[0]?.value)

export const expected = ['always']
