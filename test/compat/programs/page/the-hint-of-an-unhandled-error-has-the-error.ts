import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const error = new RangeError('none left')
  const seen: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    beforeSend(one, hint) {
      seen.push(hint.originalException === error)
      return one
    },
  })
  dispatchEvent(new ErrorEvent('error', { error, message: 'Uncaught' }))
  await Sentry.flush(1000)
  return seen
}

export const expected = [true]
