import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  await Sentry.withScope(async (scope) => {
    scope.setTag('step', 'payment')
    await Promise.resolve()
    Sentry.captureMessage('inside, later')
  })
  Sentry.captureMessage('outside')
  await Sentry.flush(1000)
  return events().map(({ tags }) => tags ?? null)
}

export const expected = [{ step: 'payment' }, null]
