import { createNormalizer } from '../event/normalize.js'
import type { Exception } from '../protocol/event.js'
import { cut } from '../support/cut.js'
import { createCleaner } from './secrets.js'
import type { Step } from './way.js'

/** How big each part of an event may get, in characters of JSON: none can crowd out another. */
const BREADCRUMBS = 40_000
const DATA = 90_000

/** Tags are strings on the wire, and receivers drop a longer one in silence instead of cutting it. */
const MAX_TAG = 200

/**
 * Replaces everything that came from the program by a JSON-safe copy without secrets and long texts, so that neither
 * `beforeSend` nor delivery can meet a getter, a cycle or a live object.
 */
export const copy: Step = (event, { client }) => {
  const { normalizeDepth, normalizeMaxBreadth, ...options } = client.getOptions()
  const depth = Math.max(normalizeDepth, 1)
  const clean = createCleaner(options)
  const within = (chars?: number): Safe => {
    const normalize = createNormalizer(normalizeMaxBreadth, clean, chars)
    return (value, name) => normalize(value, depth, name)
  }
  const safe = within()
  const safeData = within(DATA)
  const safeCrumb = within(BREADCRUMBS)
  const { exception, breadcrumbs = [], contexts, extra, user } = event

  const copied: Members = { ...event }
  if (exception?.values) {
    copied.exception = { values: exception.values.map((one) => copyException(one, safe)) }
  }
  for (const part of ['message', 'logentry', 'request'] as const) {
    copied[part] = safe(event[part], part)
  }
  copied.tags = mapMembers(event.tags, (tag, name) => tagText(safe(tag, name)))
  // Who the user is, the program says on purpose.
  copied.user = createNormalizer(normalizeMaxBreadth)(user, depth, 'user')
  // The newest say most.
  copied.breadcrumbs = [...breadcrumbs]
    .reverse()
    .map((one) => mapMembers(one, safeCrumb))
    .reverse()
  copied.contexts = copyPart(contexts, 'contexts', 'trace', safeData)
  copied.extra = copyPart(extra, 'extra', '__serialized__', safeData)
  return copied
}

function copyException({ value, mechanism, ...rest }: Exception, safe: Safe): unknown {
  const data = mechanism?.data && { data: safe(mechanism.data, 'data') }
  return {
    ...rest,
    value: safe(value, ''),
    ...(mechanism && { mechanism: { ...mechanism, ...data } }),
  }
}

type Members = Record<string, unknown>
type Safe = (value: unknown, name: string) => unknown

/** One member stays whole whatever the depth. */
function copyPart(part: unknown, name: string, whole: string, safe: Safe): unknown {
  const copied = safe(part, name)
  const given = (part as Members | undefined)?.[whole]
  return given ? { ...(copied as Members), [whole]: safe(given, whole) } : copied
}

function mapMembers(object: object | undefined, change: Safe): Members {
  const entries = Object.entries(object ?? {})
  return Object.fromEntries(entries.map(([name, member]) => [name, change(member, name)]))
}

function tagText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > MAX_TAG ? cut(text, MAX_TAG - 3) : text
}
