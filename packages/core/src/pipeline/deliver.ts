import { attachmentItems } from '../delivery/attachments.js'
import { eventEnvelope } from '../delivery/envelope.js'
import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { dynamicSamplingContext } from '../trace/dsc.js'
import { type Step, traceOf, type Way } from './way.js'

/** Puts the event into an envelope and the envelope into the queue. */
export const deliver: Step = (event, way) => {
  way.client.emit('beforeSendEvent', event, way.hint)
  way.client.sendEnvelope(envelopeOf(event, way))
  return event
}

/** The envelope that the event travels in. */
export function envelopeOf(event: Event, way: Way): Envelope {
  const { category, client, hint } = way
  const { maxAttachmentSize } = client.getOptions()
  const attachments = attachmentItems(hint.attachments, maxAttachmentSize, () => {
    if (!hint.preview) client.recordDroppedEvent('send_error', 'attachment')
  })
  const type = category === 'error' ? 'event' : category
  return eventEnvelope(type, event, dynamicSamplingContext(client, traceOf(way)), attachments)
}
