import type { Breadcrumb, Contexts, Event, Extras } from '../protocol/event.js'
import { createBudget, normalize } from './normalize.js'
import type { Step } from './way.js'

/**
 * Replaces everything that came from the program by a JSON-safe copy, so that neither `beforeSend` nor delivery can
 * meet a getter, a cycle or a live object.
 */
export const copy: Step = (event, { client }) => {
  const { normalizeDepth, normalizeMaxBreadth } = client.getOptions()
  const budget = createBudget()
  const depth = Math.max(normalizeDepth, 1)
  const safe = <T>(value: T): T => normalize(value, depth, normalizeMaxBreadth, budget) as T

  // What is small and says most comes first: what is big may use up the budget.
  const copied: Event = { ...event }
  if (event.user) copied.user = safe(event.user)
  if (event.tags) copied.tags = copyTags(event.tags, safe)
  if (event.contexts) copied.contexts = copyContexts(event.contexts, safe)
  if (event.request) copied.request = safe(event.request)
  if (event.logentry) copied.logentry = safe(event.logentry)
  if (event.extra) copied.extra = copyExtra(event.extra, safe)
  if (event.breadcrumbs)
    copied.breadcrumbs = event.breadcrumbs.map((one) => copyBreadcrumb(one, safe))
  return copied
}

/** The trace stays whole whatever the depth: without its members it is none. */
function copyContexts(contexts: Contexts, safe: <T>(value: T) => T): Contexts {
  const copied = safe(contexts)
  return contexts.trace ? { ...copied, trace: safe(contexts.trace) } : copied
}

/** A thrown object was copied when the event was built, down to its own full depth. */
function copyExtra({ __serialized__, ...extra }: Extras, safe: <T>(value: T) => T): Extras {
  const copied = safe(extra)
  return __serialized__ === undefined ? copied : { ...copied, __serialized__ }
}

function copyBreadcrumb(breadcrumb: Breadcrumb, safe: <T>(value: T) => T): Breadcrumb {
  return Object.fromEntries(Object.entries(breadcrumb).map(([key, value]) => [key, safe(value)]))
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
