import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('one')
  Sentry.captureMessage('two')
  const flushed = await Sentry.flush(1000)
  return { flushed, arrived: events().length }
}

export const expected = { flushed: true, arrived: 2 }
