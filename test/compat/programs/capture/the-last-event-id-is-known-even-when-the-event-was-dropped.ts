import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, beforeSend: () => null })
  const id = Sentry.captureException(new Error('unwanted'))
  await Sentry.flush(1000)
  return Sentry.lastEventId() === id
}

export const expected = true
