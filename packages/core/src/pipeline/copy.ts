import type { Breadcrumb, Event, Extras } from '../protocol/event.js'
import { createBudget, normalize } from './normalize.js'
import type { Step } from './way.js'

/**
 * Replaces everything that came from the program by a JSON-safe copy, so that neither `beforeSend` nor delivery can
 * meet a getter, a cycle or a live object.
 */
export const copy: Step = (event, { client }) => {
  const { normalizeDepth, normalizeMaxBreadth } = client.getOptions()
  const budget = createBudget()
  const safe = <T>(value: T): T =>
    normalize(value, normalizeDepth, normalizeMaxBreadth, budget) as T

  const copied: Event = { ...event }
  if (event.breadcrumbs)
    copied.breadcrumbs = event.breadcrumbs.map((one) => copyBreadcrumb(one, safe))
  if (event.contexts) copied.contexts = safe(event.contexts)
  if (event.extra) copied.extra = copyExtra(event.extra, safe)
  if (event.user) copied.user = safe(event.user)
  if (event.request) copied.request = safe(event.request)
  if (event.tags) copied.tags = copyTags(event.tags, safe)
  return copied
}

/** A thrown object was copied when the event was built, down to its own full depth. */
function copyExtra({ __serialized__, ...extra }: Extras, safe: <T>(value: T) => T): Extras {
  const copied = safe(extra)
  return __serialized__ === undefined ? copied : { ...copied, __serialized__ }
}

function copyBreadcrumb(breadcrumb: Breadcrumb, safe: <T>(value: T) => T): Breadcrumb {
  return breadcrumb.data ? { ...breadcrumb, data: safe(breadcrumb.data) } : { ...breadcrumb }
}

type Tags = NonNullable<Event['tags']>

function copyTags(tags: Tags, safe: <T>(value: T) => T): Tags {
  const entries = Object.entries(tags).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(entries.map(([key, value]) => [key, tagText(safe<unknown>(value))]))
}

/** Tags are strings on the wire, and receivers drop a longer one in silence instead of cutting it. */
function tagText(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > 200 ? `${text.slice(0, 197)}...` : text
}
