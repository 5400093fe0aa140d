import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, ignoreErrors: ['no socket'] })
  Sentry.captureException(new Error('no article', { cause: new Error('no socket') }))
  await Sentry.flush(1000)
  return events().length
}

export const expected = 1
