/** What a program of this folder sends to, in its own page: a transport as an application would write it. */
import { createTransport, type Event } from '@sentry/browser'

export const dsn = 'https://public@receiver.example/1'

/** One envelope as it was sent, read back from its text. */
export interface Content {
  headers: { event_id?: string; sent_at?: string; dsn?: string; trace?: Record<string, string> }
  items: Item[]
}

export interface Item {
  headers: { type: string; length?: number; filename?: string; content_type?: string }
  payload: string
}

const bodies: (string | Uint8Array)[] = []

export function transport(options: Parameters<typeof createTransport>[0]) {
  return createTransport(options, ({ body }) => {
    bodies.push(body)
    return Promise.resolve({ statusCode: 200 })
  })
}

/** The envelopes that have arrived so far. */
export function contents(): Content[] {
  return bodies.map(read)
}

export function itemsOfType(type: string): Item[] {
  return contents().flatMap(({ items }) => items.filter(({ headers }) => headers.type === type))
}

/** The events that have arrived so far. Lists may be wrapped in `values` on the wire, or not; they mean the same. */
export function events(): Event[] {
  return itemsOfType('event').map(({ payload }) => {
    const { breadcrumbs, ...event } = JSON.parse(payload)
    const list = Array.isArray(breadcrumbs) ? breadcrumbs : breadcrumbs?.values
    return (list ? { ...event, breadcrumbs: list } : event) as Event
  })
}

/** The one event that has arrived. */
export function event(): Event {
  const [only, ...others] = events()
  if (!only || others.length > 0) throw new Error(`${events().length} events have arrived, not one`)
  return only
}

/** Payloads may hold line feeds when their length is given. */
function read(body: string | Uint8Array): Content {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let at = 0
  function take(length = bytes.indexOf(10, at) - at): string {
    const end = length < 0 ? bytes.length : at + length
    const text = new TextDecoder().decode(bytes.subarray(at, end))
    at = end + 1
    return text
  }
  const content: Content = { headers: JSON.parse(take()), items: [] }
  while (at < bytes.length) {
    const headers = JSON.parse(take()) as Item['headers']
    content.items.push({ headers, payload: take(headers.length) })
  }
  return content
}
