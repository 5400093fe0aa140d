import { byteLength } from '../delivery/envelope.js'
import { isObject } from '../event/inspect.js'
import { normalize } from '../event/normalize.js'
import { shed } from '../event/shed.js'
import type { Event } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import type { Step } from './way.js'

/** Receivers refuse an event over 1 MiB whole; the rest of the envelope needs some room too. */
const MAX_BYTES = 900_000

/** Makes sure that the event is JSON and that receivers accept it, and says on the event what had to go for that. */
export const fit: Step = ({ sdkProcessingMetadata: _internal, ...event }, { client }) =>
  // A copy is JSON and fits; what `beforeSend` gives may be anything.
  withoutEmpty(client.getOptions().beforeSend ? shed(asJson(event), fits) : event)

function asJson(event: Event): Event {
  return sizeOf(event) ? event : (normalize(event, 10) as Event)
}

function fits(event: Event): boolean {
  return sizeOf(event) <= MAX_BYTES
}

/** Bytes of the event as JSON; nothing when it cannot be written so. */
function sizeOf(event: Event): number {
  return safely('JSON', () => byteLength(JSON.stringify(event))) ?? 0
}

/** Parts that hold nothing are not sent. */
function withoutEmpty(event: Event): Event {
  const parts = Object.entries(event).filter(
    ([, part]) => !isObject(part) || Object.values(part).some((value) => value !== undefined),
  )
  return Object.fromEntries(parts)
}
