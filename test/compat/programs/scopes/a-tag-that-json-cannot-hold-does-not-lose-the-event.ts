import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setTag('big', 12n as unknown as number)
  Sentry.setTag('shop', 'berlin')
  Sentry.captureMessage('odd tags')
  await Sentry.flush(1000)
  const { message, tags } = event()
  return { message, big: /12/.test(String(tags?.big)), shop: tags?.shop }
}

export const expected = { message: 'odd tags', big: true, shop: 'berlin' }
