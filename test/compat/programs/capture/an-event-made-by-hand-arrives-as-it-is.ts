import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const id = Sentry.captureEvent({
    event_id: 'fedcba9876543210fedcba9876543210',
    message: 'Made by hand',
    level: 'debug',
    logger: 'shop',
    timestamp: 1_700_000_000.5,
    tags: { shop: 'berlin' },
    exception: { values: [{ type: 'StockError', value: 'none left' }] },
  })
  await Sentry.flush(1000)
  const { event_id, message, level, logger, timestamp, tags, exception } = event()
  return { id, event_id, message, level, logger, timestamp, tags, exception }
}

export const expected = {
  id: 'fedcba9876543210fedcba9876543210',
  event_id: 'fedcba9876543210fedcba9876543210',
  message: 'Made by hand',
  level: 'debug',
  logger: 'shop',
  timestamp: 1_700_000_000.5,
  tags: { shop: 'berlin' },
  exception: { values: [{ type: 'StockError', value: 'none left' }] },
}
