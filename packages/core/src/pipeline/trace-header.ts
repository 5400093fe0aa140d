import type { Event } from '../protocol/event.js'
import type { Way } from './way.js'

/**
 * The dynamic sampling context of the event's trace: what came with the incoming trace, else our own.
 *
 * @see https://develop.sentry.dev/sdk/foundations/trace-propagation/dynamic-sampling-context/
 */
export function traceHeader(event: Event, { client, scopes }: Way): Record<string, string> {
  const { traceId, dsc } = scopes[2].getPropagationContext()
  if (dsc) return dsc
  return {
    trace_id: traceId,
    public_key: client.getDsn()?.publicKey ?? '',
    ...(event.environment ? { environment: event.environment } : {}),
    ...(event.release ? { release: event.release } : {}),
  }
}
