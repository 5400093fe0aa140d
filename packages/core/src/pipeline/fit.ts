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
export const fit: Step = ({ sdkProcessingMetadata: _internal, ...event }, way) => {
  // A copy is JSON and fits; what `beforeSend` gives may be anything.
  if (!way.client.getOptions().beforeSend) return withoutEmpty(event)
  // It may be another event: receivers want these, the id was told to the program, and `sdk` keeps addresses private.
  event.event_id ??= way.hint.event_id
  event.timestamp ??= way.timestamp
  event.platform ??= way.platform.name
  event.sdk ??= way.client.getSdkMetadata()
  return withoutEmpty(shed(asJson(event), fits))
}

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
