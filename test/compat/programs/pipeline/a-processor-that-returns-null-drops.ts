import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.addEventProcessor((one) => (one.message === 'unwanted' ? null : one))
  const id = Sentry.captureMessage('unwanted')
  Sentry.captureMessage('wanted')
  await Sentry.flush(1000)
  return { id: id.length, arrived: events().map(({ message }) => message) }
}

export const expected = { id: 32, arrived: ['wanted'] }
