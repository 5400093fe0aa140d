import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [{ name: 'Picky', processEvent: (one) => (one.level === 'info' ? null : one) }],
  })
  Sentry.captureMessage('unwanted')
  Sentry.captureMessage('wanted', 'error')
  await Sentry.flush(1000)
  return events().map(({ message }) => message)
}

export const expected = ['wanted']
