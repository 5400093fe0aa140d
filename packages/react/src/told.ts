/** What has been captured of errors that a router goes on to show. */

export interface Shown {
  readonly error: unknown
  eventId?: string | undefined
}

const events: WeakMap<object, string> = /* @__PURE__ */ new WeakMap()

/** Texts and the like, which cannot be told from their equals, while React is about to tell who caught them. */
const awaited: Set<Shown> = /* @__PURE__ */ new Set()

/** Returns the event's id. */
export function remember(error: unknown, eventId: string): string {
  if (Object(error) === error) events.set(error as object, eventId)
  for (const one of awaited) if (Object.is(one.error, error)) one.eventId = eventId
  return eventId
}

export function eventOf(error: unknown): string | undefined {
  return events.get(error as object)
}

/** Learns of the event that somebody makes of this error; what is returned ends that. */
export function awaitEvent(shown: Shown): () => void {
  awaited.add(shown)
  return () => void awaited.delete(shown)
}
