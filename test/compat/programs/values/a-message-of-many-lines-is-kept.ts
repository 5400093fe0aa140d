import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Error('one\ntwo\n  at three'))
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.value
}

export const expected = 'one\ntwo\n  at three'
