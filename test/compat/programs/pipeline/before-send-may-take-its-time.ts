import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    async beforeSend(one) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { ...one, logger: 'late' }
    },
  })
  Sentry.captureMessage('slow')
  await Sentry.flush(1000)
  return event().logger
}

export const expected = 'late'
