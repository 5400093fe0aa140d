import type { Context, Event } from '../protocol/event.js'

/** The event with what the SDK did to it. */
export function mark(event: Event, facts: Context): Event {
  const { contexts } = event
  return { ...event, contexts: { ...contexts, mayday: { ...contexts?.mayday, ...facts } } }
}
