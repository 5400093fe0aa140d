import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: '', environment: '' })
  Sentry.captureMessage('unnamed')
  await Sentry.flush(1000)
  const { release, environment } = event()
  return { release: release || null, environment: environment || 'production' }
}

export const expected = { release: null, environment: 'production' }
