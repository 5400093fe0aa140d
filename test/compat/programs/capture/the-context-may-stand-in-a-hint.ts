import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Error('Out of stock'), {
    captureContext: { tags: { shop: 'berlin' }, level: 'fatal' },
  })
  await Sentry.flush(1000)
  const { tags, level } = event()
  return { tags, level }
}

export const expected = { tags: { shop: 'berlin' }, level: 'fatal' }
