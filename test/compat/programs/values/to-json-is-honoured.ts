import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('with money', {
    extra: { price: { cents: 250, toJSON: () => '2.50 EUR' } },
  })
  await Sentry.flush(1000)
  return event().extra
}

export const expected = { price: '2.50 EUR' }
