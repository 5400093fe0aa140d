import { byteLength } from '../delivery/envelope.js'
import { normalize } from '../event/normalize.js'
import { shed } from '../event/shed.js'
import type { Event } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import type { Step } from './way.js'

/** Receivers refuse an event over 1 MiB whole; the rest of the envelope needs some room too. */
const MAX_BYTES = 900_000

/** Makes sure that the event is JSON and that receivers accept it, and says on the event what had to go for that. */
export const fit: Step = (event) => {
  const { sdkProcessingMetadata: _internal, ...sendable } = event
  // `beforeSend` may have put anything on the event.
  const isJson = sizeOf(sendable) !== undefined
  return withoutEmpty(shed(isJson ? sendable : (normalize(sendable, 10) as Event), fits))
}

/** Bytes of the event as JSON, or `undefined` when it cannot be written so. */
function sizeOf(event: Event): number | undefined {
  return safely('JSON', () => byteLength(JSON.stringify(event)))
}

function fits(event: Event): boolean {
  return (sizeOf(event) ?? 0) <= MAX_BYTES
}

/** Parts that hold nothing are not sent. */
const OPTIONAL = [
  'extra',
  'breadcrumbs',
  'contexts',
  'request',
  'tags',
  'user',
  'fingerprint',
] as const

function withoutEmpty(event: Event): Event {
  for (const key of OPTIONAL) {
    const values = Object.values(event[key] ?? {})
    if (values.every((value) => value === undefined)) delete event[key]
  }
  return event
}
