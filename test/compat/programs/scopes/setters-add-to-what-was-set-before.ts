import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setTag('a', '1')
  Sentry.setTags({ b: '2' })
  Sentry.setExtra('c', 3)
  Sentry.setExtras({ d: 4 })
  Sentry.captureMessage('all')
  await Sentry.flush(1000)
  const { tags, extra } = event()
  return { tags, extra }
}

export const expected = { tags: { a: '1', b: '2' }, extra: { c: 3, d: 4 } }
