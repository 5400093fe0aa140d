import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('Shop opened')
  await Sentry.flush(1000)
  const { message, level, exception } = event()
  return { message, level, exception }
}

export const expected = { message: 'Shop opened', level: 'info' }
