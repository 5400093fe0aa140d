import { eventEnvelope } from '../delivery/envelope.js'
import type { Event } from '../protocol/event.js'
import type { Step, Way } from './way.js'

/** Puts the event into an envelope and the envelope into the queue. */
export const deliver: Step = (event, way) => {
  // `beforeSend` may have made another event; receivers want an id, and the program was told this one.
  event.event_id ??= way.hint.event_id
  way.client.emit('beforeSendEvent', event, way.hint)
  way.client.sendEnvelope(eventEnvelope(event, traceHeader(event, way)))
  return event
}

/**
 * The dynamic sampling context of the event's trace: what came with the incoming trace, else our own.
 *
 * @see https://develop.sentry.dev/sdk/foundations/trace-propagation/dynamic-sampling-context/
 */
function traceHeader(
  { environment, release }: Event,
  { client, scopes }: Way,
): Record<string, string> {
  const { traceId, dsc } = scopes[2].getPropagationContext()
  const public_key = client.getDsn()?.publicKey
  // Members without a value do not get into JSON.
  return dsc ?? ({ trace_id: traceId, public_key, environment, release } as Record<string, string>)
}
