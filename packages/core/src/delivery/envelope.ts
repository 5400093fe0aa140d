/** Envelopes: what goes into one, and its bytes. */
import type { DataCategory } from '../protocol/client-report.js'
import type { Envelope, EnvelopeItem, ItemType } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { runtime } from '../support/runtime.js'

/** An envelope with one event and what travels with it. */
export function eventEnvelope(
  type: ItemType,
  { breadcrumbs, ...event }: Event,
  trace: Record<string, string>,
  attachments: EnvelopeItem[],
): Envelope {
  const { name, version } = event.sdk ?? {}
  return [
    {
      event_id: event.event_id as string,
      // One receiver refuses an `sdk` that has only half of this.
      ...(name && version && { sdk: { name, version } }),
      // That of an incoming trace may be empty, which is none.
      ...(trace.trace_id && { trace }),
    },
    // Every receiver reads breadcrumbs in this wrapping; some stumble over the flat list that programs see.
    [
      [{ type }, { ...event, ...(breadcrumbs && { breadcrumbs: { values: breadcrumbs } }) }],
      ...attachments,
    ],
  ]
}

/** True for what has the form of an event. */
export function isEventLike([{ type }]: EnvelopeItem): boolean {
  return type === 'event' || type === 'feedback'
}

/** The bytes of the wire; text unless an item is binary. */
export function serializeEnvelope([headers, items]: Envelope): string | Uint8Array {
  const parts: (string | Uint8Array)[] = [toJson(headers)]
  for (const [itemHeaders, payload] of items) {
    // Bytes may come from another realm.
    const isRaw = typeof payload === 'string' || ArrayBuffer.isView(payload)
    const body = isRaw ? payload : toJson(payload)
    // JSON has no line feeds, so it needs no length; anything else may hold some.
    const length = isRaw ? byteLength(body) : undefined
    parts.push(`\n${toJson({ ...itemHeaders, length })}\n`, body)
  }
  return parts.every((part) => typeof part === 'string') ? parts.join('') : concat(parts)
}

function concat(parts: (string | Uint8Array)[]): Uint8Array {
  const bytes = parts.map(encode)
  const whole = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0))
  bytes.reduce((at, part) => {
    whole.set(part, at)
    return at + part.length
  }, 0)
  return whole
}

/** The same as text, whatever it holds. */
export function envelopeText(envelope: Envelope): string {
  return new runtime.TextDecoder().decode(encode(serializeEnvelope(envelope)))
}

/** Half a surrogate pair, as a cut may leave it, is written as an escape for which strict receivers refuse everything. */
function toJson(value: object): string {
  const json = JSON.stringify(value)
  return json.includes('\\ud')
    ? json.replace(/\\\\|\\ud[\da-f]{3}/g, (found) => (found[2] ? '\ufffd' : found))
    : json
}

/** Bytes of a text in UTF-8. */
export function byteLength(body: string | Uint8Array): number {
  return encode(body).length
}

function encode(part: string | Uint8Array): Uint8Array {
  return typeof part === 'string' ? new runtime.TextEncoder().encode(part) : part
}

/** Items that are not counted under their own name. */
const CATEGORIES: Partial<Record<ItemType, DataCategory>> = {
  event: 'error',
  sessions: 'session',
  client_report: 'internal',
  check_in: 'monitor',
  log: 'log_item',
}

/** What rate limits and client reports count an item as. */
export function categoryOf([{ type }]: EnvelopeItem): DataCategory {
  return CATEGORIES[type] ?? (type as DataCategory)
}
