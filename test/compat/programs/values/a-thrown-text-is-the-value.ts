import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException('no card')
  await Sentry.flush(1000)
  const { exception, level } = event()
  const [{ value, mechanism } = {}] = exception?.values ?? []
  return { value, mechanism, level }
}

export const expected = {
  value: 'no card',
  mechanism: { type: 'generic', handled: true, synthetic: true },
  level: 'error',
}
