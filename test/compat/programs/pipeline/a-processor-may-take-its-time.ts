import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.addEventProcessor(async (one) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return { ...one, tags: { ...one.tags, late: 'yes' } }
  })
  Sentry.captureMessage('slow')
  await Sentry.flush(1000)
  return event().tags
}

export const expected = { late: 'yes' }
