import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.featureFlagsIntegration()] })
  const flags =
    Sentry.getClient()?.getIntegrationByName<ReturnType<typeof Sentry.featureFlagsIntegration>>(
      'FeatureFlags',
    )
  flags?.addFeatureFlag('old-cart', true)
  flags?.addFeatureFlag('new-cart', false)
  flags?.addFeatureFlag('old-cart', false)
  flags?.addFeatureFlag('colour', 'blue')
  for (let index = 0; index < 99; index++) flags?.addFeatureFlag(`flag ${index}`, true)
  Sentry.captureException(new Error('by hand'))
  await Sentry.flush(1000)
  const values = event().contexts?.flags?.values as object[]
  return [values.length, values[0], values.at(-1)]
}

export const expected = [
  100,
  { flag: 'old-cart', result: false },
  { flag: 'flag 98', result: true },
]
