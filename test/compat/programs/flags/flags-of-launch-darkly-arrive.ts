import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.launchDarklyIntegration()] })
  const handler = Sentry.buildLaunchDarklyFlagUsedHandler()
  handler.method('new-cart', { value: true }, {})
  Sentry.captureException(new Error('by hand'))
  await Sentry.flush(1000)
  return [handler.type, handler.name, handler.synchronous, event().contexts?.flags]
}

export const expected = [
  'flag-used',
  'sentry-flag-auditor',
  true,
  { values: [{ flag: 'new-cart', result: true }] },
]
