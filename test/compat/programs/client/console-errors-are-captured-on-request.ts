import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.captureConsoleIntegration({ levels: ['error'] })],
  })
  console.error('none left')
  console.warn('low')
  await Sentry.flush(1000)
  return events().map(({ message, level, logger }) => ({ message, level, logger }))
}

export const expected = [{ message: 'none left', level: 'error', logger: 'console' }]
