import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [
      {
        name: 'Slow',
        async processEvent(one) {
          await new Promise((resolve) => setTimeout(resolve, 5))
          return { ...one, logger: 'slow' }
        },
      },
    ],
  })
  Sentry.captureMessage('slow')
  const flushed = await Sentry.flush(1000)
  return { flushed, logger: event().logger }
}

export const expected = { flushed: true, logger: 'slow' }
