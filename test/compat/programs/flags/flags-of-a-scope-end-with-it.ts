import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.featureFlagsIntegration()] })
  const flags =
    Sentry.getClient()?.getIntegrationByName<ReturnType<typeof Sentry.featureFlagsIntegration>>(
      'FeatureFlags',
    )
  flags?.addFeatureFlag('outside', true)
  Sentry.withScope(() => flags?.addFeatureFlag('inside', true))
  Sentry.captureException(new Error('by hand'))
  await Sentry.flush(1000)
  return event().contexts?.flags
}

export const expected = { values: [{ flag: 'outside', result: true }] }
