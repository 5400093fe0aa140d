import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const errors = [new Error('one'), new Error('two')]
  errors.forEach(Sentry.captureException as (error: Error) => void)
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['one', 'two']
