import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const client = Sentry.init({ dsn, transport })
  client?.on('preprocessEvent', (one, hint) => {
    one.extra = { ...one.extra, original: String(hint?.originalException) }
  })
  Sentry.captureException(new Error('none left'))
  await Sentry.flush(1000)
  return event().extra
}

export const expected = { original: 'Error: none left' }
