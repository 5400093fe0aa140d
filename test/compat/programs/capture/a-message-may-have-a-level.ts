import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('Stock is low', 'warning')
  await Sentry.flush(1000)
  const { message, level } = event()
  return { message, level }
}

export const expected = { message: 'Stock is low', level: 'warning' }
