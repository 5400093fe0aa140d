import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, sendClientReports: false, beforeSend: () => null })
  Sentry.captureMessage('unwanted')
  await Sentry.flush(1000)
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  return itemsOfType('client_report').length
}

export const expected = 0
