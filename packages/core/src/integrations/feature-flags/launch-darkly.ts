import type { Integration } from '../../integration.js'
import { rememberFlag } from './buffer.js'

/** What LaunchDarkly takes as one of its `inspectors`. */
export interface LaunchDarklyFlagUsedHandler {
  name: string
  type: 'flag-used'
  synchronous: boolean
  method(flagKey: string, flagDetail: { value: unknown }, context: object): void
}

/** Says that events tell of LaunchDarkly's flags; it needs `buildLaunchDarklyFlagUsedHandler()` to hear of them. */
export function launchDarklyIntegration(): Integration {
  return { name: 'LaunchDarkly' }
}

/** Remembers each flag that is asked for: `initialize(id, context, { inspectors: [buildLaunchDarklyFlagUsedHandler()] })`. */
export function buildLaunchDarklyFlagUsedHandler(): LaunchDarklyFlagUsedHandler {
  return {
    name: 'sentry-flag-auditor',
    type: 'flag-used',
    synchronous: true,
    method: (flagKey, { value }) => rememberFlag(flagKey, value),
  }
}
