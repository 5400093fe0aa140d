import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, sampleRate: '0' as unknown as number })
  for (let count = 0; count < 20; count++) Sentry.captureException(new Error(`${count}`))
  await Sentry.flush(1000)
  return events().length
}

export const expected = 0
