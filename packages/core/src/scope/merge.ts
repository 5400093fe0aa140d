import type { Event } from '../protocol/event.js'
import type { ScopeData } from './scope.js'

/** What is merged member by member; the narrower scope wins, and the event itself over all. */
const MERGED = ['tags', 'extra', 'user', 'contexts', 'sdkProcessingMetadata'] as const

/** Puts the data of the scopes on the event, from the widest scope to the narrowest. */
export function applyScopes(
  event: Event,
  data: readonly ScopeData[],
  maxBreadcrumbs: number,
): void {
  for (const key of MERGED) {
    event[key] = Object.assign({}, ...data.map((one) => one[key]), event[key])
  }
  const { breadcrumbs = [], contexts = {}, fingerprint = [] } = event
  for (const [name, context] of Object.entries(contexts)) if (!context) delete contexts[name]
  event.fingerprint = [...fingerprint, ...data.flatMap((one) => one.fingerprint)]
  const trail = [...data.flatMap((one) => one.breadcrumbs), ...breadcrumbs]
  event.breadcrumbs = maxBreadcrumbs > 0 ? trail.slice(-maxBreadcrumbs) : []
  for (const { level, transactionName } of data) {
    // Unlike all the rest, these two replace what the event says.
    if (level) event.level = level
    if (transactionName) event.transaction = transactionName
  }
}
