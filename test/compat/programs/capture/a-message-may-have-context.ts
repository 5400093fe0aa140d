import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('Stock is low', {
    level: 'error',
    tags: { shop: 'berlin' },
    extra: { left: 3 },
  })
  await Sentry.flush(1000)
  const { message, level, tags, extra } = event()
  return { message, level, tags, extra }
}

export const expected = {
  message: 'Stock is low',
  level: 'error',
  tags: { shop: 'berlin' },
  extra: { left: 3 },
}
