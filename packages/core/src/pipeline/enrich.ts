import type { Event } from '../protocol/event.js'
import { applyScopes } from '../scope/merge.js'
import { createSpanId } from '../support/ids.js'
import { type Step, traceOf } from './way.js'

/** Puts on the event what the options, the scopes and the trace know, as they are at this moment. */
export const enrich: Step = (event, way) => {
  const { client, platform, hint, scopes } = way
  const { environment, release, dist, maxBreadcrumbs } = client.getOptions()
  const { traceId, parentSpanId, propagationSpanId } = traceOf(way)
  const { event_id } = hint
  const enriched: Event = { ...event, event_id, sdk: client.getSdkMetadata() }
  addMissing(enriched, {
    timestamp: way.timestamp,
    platform: platform.name,
    environment,
    release,
    dist,
  })
  applyScopes(enriched, scopes, maxBreadcrumbs)
  enriched.contexts = {
    trace: {
      trace_id: traceId,
      span_id: propagationSpanId ?? createSpanId(),
      parent_span_id: parentSpanId,
    },
    ...enriched.contexts,
  }
  return enriched
}

function addMissing(event: Event, known: Record<string, unknown>): void {
  const members = event as Record<string, unknown>
  for (const [name, value] of Object.entries(known)) members[name] ??= value
}
