/** What a program of this folder sends to, in its own page: a transport as an application would write it. */
import { type BrowserOptions, createTransport, type Event } from '@sentry/browser'
import { type Content, type Item, read } from './content.js'

export { read }

export const dsn = 'https://public@receiver.example/1'

export type TransportOptions = Parameters<NonNullable<BrowserOptions['transport']>>[0]

const arrived: { url: string; body: string | Uint8Array }[] = []

export function transport(options: TransportOptions) {
  return createTransport(options, ({ body }) => {
    arrived.push({ url: options.url, body })
    return Promise.resolve({ statusCode: 200 })
  })
}

/** The envelopes that have arrived so far. */
export function contents(): Content[] {
  return arrived.map(({ body }) => read(body))
}

/** The envelopes with an event that have arrived at addresses that begin so. */
export function eventsAt(address: string): (Content & { event: Event })[] {
  return arrived
    .filter(({ url }) => url.startsWith(address))
    .map(({ body }) => read(body))
    .flatMap((content) => {
      const item = content.items.find(({ headers }) => headers.type === 'event')
      return item ? [{ ...content, event: JSON.parse(item.payload) as Event }] : []
    })
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
