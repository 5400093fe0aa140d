import type { ResolvedOptions } from '../options.js'
import type { Event } from '../protocol/event.js'
import { applyScopes } from '../scope/merge.js'
import { createSpanId } from '../support/ids.js'
import { nowInSeconds } from '../support/time.js'
import type { Step, Way } from './way.js'

/** Puts on the event what the options, the scopes and the trace know, as they are at this moment. */
export const enrich: Step = (event, way) => {
  const { client, platform, hint, scopes } = way
  const options = client.getOptions()
  const enriched: Event = {
    ...event,
    event_id: event.event_id ?? hint.event_id,
    timestamp: event.timestamp ?? nowInSeconds(),
    platform: event.platform ?? platform.name,
  }
  applyOptions(enriched, options)
  applyScopes(enriched, scopes, options.maxBreadcrumbs)
  applyTrace(enriched, way)
  enriched.sdk = client.getSdkMetadata()
  enriched.sdkProcessingMetadata = Object.assign(
    {},
    ...scopes.map((scope) => scope.getScopeData().sdkProcessingMetadata),
    event.sdkProcessingMetadata,
  )
  scopes[1].setLastEventId(enriched.event_id)
  return enriched
}

function applyOptions(event: Event, { environment, release, dist }: ResolvedOptions): void {
  event.environment ??= environment
  if (release) event.release ??= release
  if (dist) event.dist ??= dist
}

function applyTrace(event: Event, { scopes }: Way): void {
  const { traceId, parentSpanId } = scopes[2].getPropagationContext()
  event.contexts = {
    trace: {
      trace_id: traceId,
      span_id: createSpanId(),
      ...(parentSpanId ? { parent_span_id: parentSpanId } : {}),
    },
    ...event.contexts,
  }
}
