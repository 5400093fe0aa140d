import { type Client, type EventHint, safely } from '@mayday/core'
import { type Held, placeOfHeld } from './held.js'

/** Captures what pages before this one had to leave before events could be made of it. */
export function recoverHeld(client: Client): void {
  for (const one of takeHeld(client)) safely('held', () => recapture(client, one))
}

function takeHeld(client: Client): Held[] {
  const own = placeOfHeld(client)
  const start = own.slice(0, own.lastIndexOf(' ') + 1)
  // What this page has left it still has, and may not live to deliver it.
  const isOthers = (place: string): boolean => place.startsWith(start) && place !== own
  const places = safely('held', () => Object.keys(localStorage).filter(isOthers)) ?? []
  return places.flatMap((place) => safely('held', () => takeFrom(place)) ?? [])
}

function takeFrom(place: string): Held[] {
  const text = localStorage.getItem(place)
  localStorage.removeItem(place)
  return JSON.parse(text ?? '[]')
}

function recapture(
  client: Client,
  { id, at, url, kind, message, level, attachments, ...error }: Held,
): void {
  const hint: EventHint = {
    event_id: id,
    timestamp: at,
    mechanism: { ...error.mechanism },
    syntheticException: null,
    attachments: attachments?.map(({ data, ...rest }) => ({ ...rest, data: bytesOf(data) })),
    // The trail of this page did not lead there.
    captureContext: (scope) =>
      scope.clear().addEventProcessor((event) => ({
        ...event,
        breadcrumbs: [],
        request: { ...event.request, url },
      })),
  }
  if (kind === 'message') client.captureMessage(message, level, hint)
  else client.captureException(thrownAs(message, error), hint)
}

/** What has no stack is what was thrown itself, and no error. */
function thrownAs(message: string, { name, stack }: Pick<Held, 'name' | 'stack'>): unknown {
  if (!stack) return message
  return Object.assign(new Error(message), { stack }, name && { name })
}

/** Bytes are written as an object with their numbers. */
function bytesOf(data: string | Uint8Array): string | Uint8Array {
  return typeof data === 'string' ? data : Uint8Array.from(Object.values(data))
}
