import { attachmentItems } from '../delivery/attachments.js'
import { eventEnvelope } from '../delivery/envelope.js'
import { dynamicSamplingContext } from '../trace/dsc.js'
import type { Step } from './way.js'

/** Puts the event into an envelope and the envelope into the queue. */
export const deliver: Step = (event, { client, hint, scopes }) => {
  client.emit('beforeSendEvent', event, hint)
  const { maxAttachmentSize } = client.getOptions()
  const attachments = attachmentItems(hint.attachments, maxAttachmentSize, () =>
    client.recordDroppedEvent('send_error', 'attachment'),
  )
  const trace = dynamicSamplingContext(client, scopes[2].getPropagationContext())
  client.sendEnvelope(eventEnvelope(event, trace, attachments))
  return event
}
