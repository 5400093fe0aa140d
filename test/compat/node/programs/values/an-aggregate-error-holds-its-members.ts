import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  try {
    await Promise.any([
      Promise.reject(new RangeError('first')),
      Promise.reject(new TypeError('second')),
    ])
  } catch (error) {
    Sentry.captureException(error)
  }
}

export const found = ({ events: [event] }: Ending) =>
  event?.exception?.values?.map(({ type, value, mechanism }) => [
    type,
    value,
    mechanism?.source,
    mechanism?.exception_id,
    mechanism?.parent_id,
    mechanism?.is_exception_group,
  ])

export const expected = [
  ['TypeError', 'second', 'errors[1]', 2, 0, undefined],
  ['RangeError', 'first', 'errors[0]', 1, 0, undefined],
  ['AggregateError', 'All promises were rejected', undefined, 0, undefined, true],
]
