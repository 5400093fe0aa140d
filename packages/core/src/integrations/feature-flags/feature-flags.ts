import type { Integration } from '../../integration.js'
import { rememberFlag } from './buffer.js'

export interface FeatureFlagsIntegration extends Integration {
  /** Remembers how the flag was evaluated; only `true` and `false` count. */
  addFeatureFlag(name: string, value: unknown): void
}

/**
 * Tells with each event how feature flags were evaluated, where the program says so:
 * `getClient()?.getIntegrationByName<FeatureFlagsIntegration>('FeatureFlags')?.addFeatureFlag('new-cart', true)`. The
 * 100 newest are kept, of each flag the last result, in the current scope.
 */
export function featureFlagsIntegration(): FeatureFlagsIntegration {
  return { name: 'FeatureFlags', addFeatureFlag: rememberFlag }
}
