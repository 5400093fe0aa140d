import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

class Client {
  isEnabled(name: string) {
    return name === 'unleash'
  }
  isOn(name: string) {
    return name === 'growthbook'
  }
  getFeatureValue(_name: string, otherwise: unknown) {
    return otherwise
  }
  getVariant() {
    return { name: 'disabled', enabled: false }
  }
}

export async function run() {
  const listeners: ((event: { gate: { name: string; value: boolean } }) => void)[] = []
  const statsig = {
    on: (_name: string, listener: (typeof listeners)[0]) => listeners.push(listener),
  }
  Sentry.init({
    dsn,
    transport,
    integrations: [
      Sentry.unleashIntegration({ featureFlagClientClass: Client }),
      Sentry.growthbookIntegration({ growthbookClass: Client }),
      Sentry.statsigIntegration({ featureFlagClient: statsig }),
    ],
  })
  const client = new Client()
  client.isEnabled('unleash')
  client.isOn('growthbook')
  client.getFeatureValue('colour', 'red')
  client.getFeatureValue('valued', false)
  for (const listener of listeners) listener({ gate: { name: 'statsig', value: true } })
  Sentry.captureException(new Error('by hand'))
  await Sentry.flush(1000)
  return event().contexts?.flags
}

export const expected = {
  values: [
    { flag: 'unleash', result: true },
    { flag: 'growthbook', result: true },
    { flag: 'valued', result: false },
    { flag: 'statsig', result: true },
  ],
}
