import type { Integration } from '../../integration.js'
import { rememberResults } from './buffer.js'

export interface UnleashOptions {
  /** `UnleashClient` of `unleash-proxy-client`. */
  featureFlagClientClass: abstract new (
    ...args: never[]
  ) => object
}

/** Tells with each event which of Unleash's flags were on: those that `isEnabled()` was asked for. */
export function unleashIntegration({ featureFlagClientClass }: UnleashOptions): Integration {
  return {
    name: 'Unleash',
    setup: () => rememberResults(featureFlagClientClass, ['isEnabled']),
  }
}
