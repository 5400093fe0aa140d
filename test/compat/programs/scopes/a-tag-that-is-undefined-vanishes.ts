import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setTags({ shop: 'berlin', page: 'checkout' })
  Sentry.setTag('page', undefined)
  Sentry.captureMessage('tags', { tags: { step: undefined } })
  await Sentry.flush(1000)
  return event().tags
}

export const expected = { shop: 'berlin' }
