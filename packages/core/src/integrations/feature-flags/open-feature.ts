import type { Integration } from '../../integration.js'
import { rememberFlag } from './buffer.js'

/** What OpenFeature takes as a hook. */
export interface OpenFeatureHook {
  after(context: unknown, details: { flagKey: string; value: unknown }, hints?: unknown): void
  error(context: { flagKey: string; defaultValue: unknown }, error?: unknown, hints?: unknown): void
}

/** Says that events tell of OpenFeature's flags; it needs an `OpenFeatureIntegrationHook` to hear of them. */
export function openFeatureIntegration(): Integration {
  return { name: 'OpenFeature' }
}

/**
 * Remembers each flag that is asked for, where asking failed its default:
 * `OpenFeature.addHooks(new OpenFeatureIntegrationHook())`.
 */
export const OpenFeatureIntegrationHook: new () => OpenFeatureHook = /* @__PURE__ */ hookClass()

function hookClass(): new () => OpenFeatureHook {
  function Hook(this: OpenFeatureHook): void {}
  const members: OpenFeatureHook = {
    after: (_context, { flagKey, value }) => rememberFlag(flagKey, value),
    error: ({ flagKey, defaultValue }) => rememberFlag(flagKey, defaultValue),
  }
  Object.assign(Hook.prototype, members)
  return Hook as unknown as new () => OpenFeatureHook
}
