import { attachmentItems } from '../delivery/attachments.js'
import { eventEnvelope } from '../delivery/envelope.js'
import type { Event } from '../protocol/event.js'
import type { Step, Way } from './way.js'

/** Puts the event into an envelope and the envelope into the queue. */
export const deliver: Step = (event, way) => {
  const { client, hint } = way
  client.emit('beforeSendEvent', event, hint)
  const { maxAttachmentSize } = client.getOptions()
  const attachments = attachmentItems(hint.attachments, maxAttachmentSize, () =>
    client.recordDroppedEvent('send_error', 'attachment'),
  )
  client.sendEnvelope(eventEnvelope(event, traceHeader(event, way), attachments))
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
