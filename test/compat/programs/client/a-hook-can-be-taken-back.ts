import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  let calls = 0
  const client = Sentry.init({ dsn, transport })
  const takeBack = client?.on('beforeSendEvent', () => void calls++)
  Sentry.captureMessage('one')
  await Sentry.flush(1000)
  takeBack?.()
  Sentry.captureMessage('two')
  await Sentry.flush(1000)
  return calls
}

export const expected = 1
