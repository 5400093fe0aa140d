import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, ignoreErrors: ['out of', /^RangeError: 3/, /always/g] })
  for (const message of ['ran out of stock', 'always', 'always', 'always', 'wanted']) {
    Sentry.captureException(new Error(message))
  }
  Sentry.captureException(new RangeError('3 left'))
  Sentry.captureMessage('we are out of bread')
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['wanted']
