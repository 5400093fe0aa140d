import { eventEnvelope } from '../delivery/envelope.js'
import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { type Step, traceOf, type Way } from './way.js'

/** Puts the event into an envelope and the envelope into the queue. */
export const deliver: Step = (event, way) => {
  way.client.emit('beforeSendEvent', event, way.hint)
  way.client.sendEnvelope(envelopeOf(event, way))
  return event
}

/** The envelope that the event travels in. */
export function envelopeOf(event: Event, way: Way): Envelope {
  return eventEnvelope(event, traceHeader(event, way))
}

/**
 * The dynamic sampling context of the event's trace: what came with the incoming trace, else our own.
 *
 * @see https://develop.sentry.dev/sdk/foundations/trace-propagation/dynamic-sampling-context/
 */
function traceHeader({ environment, release }: Event, way: Way): Record<string, string> {
  const { traceId, dsc } = traceOf(way)
  const public_key = way.client.getDsn()?.publicKey
  // Members without a value do not get into JSON.
  return dsc ?? ({ trace_id: traceId, public_key, environment, release } as Record<string, string>)
}
