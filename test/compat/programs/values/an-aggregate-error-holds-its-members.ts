import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(
    new AggregateError([new RangeError('far'), new TypeError('odd')], 'Both failed'),
  )
  await Sentry.flush(1000)
  return event().exception?.values?.map(({ type, value, mechanism }) => ({
    type,
    value,
    mechanism,
  }))
}

export const expected = [
  {
    type: 'TypeError',
    value: 'odd',
    mechanism: {
      type: 'chained',
      handled: true,
      source: 'errors[1]',
      exception_id: 2,
      parent_id: 0,
    },
  },
  {
    type: 'RangeError',
    value: 'far',
    mechanism: {
      type: 'chained',
      handled: true,
      source: 'errors[0]',
      exception_id: 1,
      parent_id: 0,
    },
  },
  {
    type: 'AggregateError',
    value: 'Both failed',
    mechanism: { type: 'generic', handled: true, is_exception_group: true, exception_id: 0 },
  },
]
