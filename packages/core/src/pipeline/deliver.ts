import { eventEnvelope } from '../delivery/envelope.js'
import { traceHeader } from './trace-header.js'
import type { Step } from './way.js'

/** Puts the event into an envelope and the envelope into the queue. */
export const deliver: Step = (event, way) => {
  const { client, hint } = way
  client.emit('beforeSendEvent', event, hint)
  const envelope = eventEnvelope(event, traceHeader(event, way))
  way.leave()
  client.sendEnvelope(envelope)
  return event
}
