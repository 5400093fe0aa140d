import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const inner = new RangeError(`inner ${'long '.repeat(400)}end`)
  const middle = new TypeError('middle', { cause: inner })
  Sentry.captureException(new Error('outer', { cause: middle }))
}

export const found = ({ events: [event] }: Ending) =>
  event?.exception?.values?.map(({ type, value, mechanism, stacktrace }) => [
    type,
    value?.replace('long '.repeat(400), '… '),
    mechanism?.type,
    mechanism?.handled,
    mechanism?.source,
    mechanism?.exception_id,
    mechanism?.parent_id,
    !!stacktrace?.frames?.length,
  ])

export const expected = [
  ['RangeError', 'inner … end', 'chained', true, 'cause', 2, 1, true],
  ['TypeError', 'middle', 'chained', true, 'cause', 1, 0, true],
  ['Error', 'outer', 'generic', true, undefined, 0, undefined, true],
]
