import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const first = new Error('first')
  const second = new Error('second', { cause: first })
  first.cause = second
  Sentry.captureException(first)
  await Sentry.flush(1000)
  return event()
    .exception?.values?.slice(-2)
    .map(({ value }) => value)
}

export const expected = ['second', 'first']
