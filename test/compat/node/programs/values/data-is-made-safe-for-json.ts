import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const cycle: Record<string, unknown> = { name: 'cycle' }
  cycle.self = cycle
  Sentry.captureMessage('with data', {
    tags: { none: undefined, some: 'text' },
    extra: {
      cycle,
      big: 10n,
      nan: Number.NaN,
      when: new Date(0),
      fn: function named() {},
      symbol: Symbol('s'),
      nothing: null,
      error: new RangeError('inside'),
      deep: { a: { b: { c: { d: 1 } } } },
    },
    user: { id: '7', ip_address: null },
  })
}

export function found({ events: [event] }: Ending) {
  const { error, ...extra } = event?.extra ?? {}
  return { tags: event?.tags, extra, user: event?.user, error: (error as Error).message }
}

export const expected = {
  tags: { some: 'text' },
  extra: {
    cycle: { name: 'cycle', self: '[Circular ~]' },
    big: '[BigInt: 10]',
    nan: '[NaN]',
    when: '1970-01-01T00:00:00.000Z',
    fn: '[Function: named]',
    symbol: '[Symbol(s)]',
    nothing: null,
    deep: { a: { b: '[Object]' } },
  },
  user: { id: '7', ip_address: null },
  error: 'inside',
}
