import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const before = Date.now() / 1000
  Sentry.captureException(new Error('now'))
  await Sentry.flush(1000)
  const { timestamp = 0 } = event()
  return timestamp > before - 2 && timestamp < Date.now() / 1000 + 2
}

export const expected = true
