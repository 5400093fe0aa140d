import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

class StockError extends Error {
  override name = 'StockError'
}

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new StockError('none left'))
  await Sentry.flush(1000)
  const [{ type, value } = {}] = event().exception?.values ?? []
  return { type, value }
}

export const expected = { type: 'StockError', value: 'none left' }
