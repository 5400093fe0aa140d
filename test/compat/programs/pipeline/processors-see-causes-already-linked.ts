import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  let seen = 0
  Sentry.init({ dsn, transport })
  Sentry.addEventProcessor((one) => {
    seen = one.exception?.values?.length ?? 0
    return one
  })
  Sentry.captureException(new Error('outer', { cause: new Error('inner') }))
  await Sentry.flush(1000)
  return seen
}

export const expected = 2
