import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const innermost = new TypeError('no socket')
  const middle = new RangeError('no warehouse', { cause: innermost })
  Sentry.captureException(new Error('no article', { cause: middle }))
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
    value: 'no socket',
    mechanism: { type: 'chained', handled: true, source: 'cause', exception_id: 2, parent_id: 1 },
  },
  {
    type: 'RangeError',
    value: 'no warehouse',
    mechanism: { type: 'chained', handled: true, source: 'cause', exception_id: 1, parent_id: 0 },
  },
  {
    type: 'Error',
    value: 'no article',
    mechanism: { type: 'generic', handled: true, exception_id: 0 },
  },
]
