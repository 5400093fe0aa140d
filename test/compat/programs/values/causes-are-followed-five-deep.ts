import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  let error = new Error('cause 10')
  for (let depth = 9; depth >= 0; depth--) error = new Error(`cause ${depth}`, { cause: error })
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event()
    .exception?.values?.slice(-6)
    .map(({ value }) => value)
}

export const expected = ['cause 5', 'cause 4', 'cause 3', 'cause 2', 'cause 1', 'cause 0']
