import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    initialScope: { tags: { shop: 'berlin' }, user: { id: '4711' }, level: 'warning' },
  })
  Sentry.captureMessage('first')
  await Sentry.flush(1000)
  const { tags, user, level } = event()
  return { tags, user, level }
}

export const expected = { tags: { shop: 'berlin' }, user: { id: '4711' }, level: 'warning' }
