import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport: Sentry.makeMultiplexedTransport(transport, () => ['not a DSN']),
  })
  Sentry.captureMessage('not lost')
  await Sentry.flush(1000)
  return eventsAt('https://receiver.example').map(({ event }) => event.message)
}

export const expected = ['not lost']
