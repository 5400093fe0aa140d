import type { Integration } from '../../integration.js'
import { rememberResults } from './buffer.js'

export interface GrowthbookOptions {
  /** `GrowthBook` of `@growthbook/growthbook`. */
  growthbookClass: abstract new (
    ...args: never[]
  ) => object
}

/** Tells with each event which of GrowthBook's flags were on: those that `isOn()` or `getFeatureValue()` was asked for. */
export function growthbookIntegration({ growthbookClass }: GrowthbookOptions): Integration {
  return {
    name: 'GrowthBook',
    setup: () => rememberResults(growthbookClass, ['isOn', 'getFeatureValue']),
  }
}
