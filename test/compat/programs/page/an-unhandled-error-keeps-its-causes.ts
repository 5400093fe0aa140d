import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('outer', { cause: new RangeError('inner') })
  dispatchEvent(new ErrorEvent('error', { error, message: 'Uncaught Error: outer' }))
  await Sentry.flush(1000)
  return event().exception?.values?.map(({ value }) => value)
}

export const expected = ['inner', 'outer']
