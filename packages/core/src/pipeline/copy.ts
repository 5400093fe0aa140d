import { createNormalizer } from '../event/normalize.js'
import type { Exception } from '../protocol/event.js'
import { createCleaner, cut, scrubText } from './secrets.js'
import type { Step } from './way.js'

/**
 * The parts of an event that hold what programs write without thinking of who will read it. What is small and says
 * most comes first: what is big may use up the budget. Of some, one member stays whole whatever the depth.
 */
const PARTS = [
  ['message'],
  ['transaction'],
  ['fingerprint'],
  ['contexts', 'trace'],
  ['request'],
  ['logentry'],
  ['extra', '__serialized__'],
] as const

/** Who the user is, is not cut like what the program writes. */
const MAX_USER = 16_384

/** Tags are strings on the wire, and receivers drop a longer one in silence instead of cutting it. */
const MAX_TAG = 200

/**
 * Replaces everything that came from the program by a JSON-safe copy without secrets and long texts, so that neither
 * `beforeSend` nor delivery can meet a getter, a cycle or a live object.
 */
export const copy: Step = (event, { client }) => {
  const { normalizeDepth, normalizeMaxBreadth, ...options } = client.getOptions()
  const depth = Math.max(normalizeDepth, 1)
  const normalize = createNormalizer(normalizeMaxBreadth, createCleaner(options))
  const safe = (value: unknown, name: string): unknown => normalize(value, depth, name)

  const copied: Members = { ...event }
  // Who the user is, the program says on purpose.
  const { userInfo } = options.dataCollection
  const dataCollection = { ...options.dataCollection, userInfo: true }
  const cleanUser = createCleaner({ dataCollection, maxValueLength: MAX_USER })
  copied.user = createNormalizer(normalizeMaxBreadth, cleanUser)(event.user, depth, 'user')
  copied.tags = mapMembers(event.tags, (tag, name) => tagText(safe(tag, name)))
  for (const [part, whole] of PARTS) copied[part] = copyPart(event[part], part, whole, safe)
  copied.breadcrumbs = event.breadcrumbs?.map((one) => mapMembers(one, safe))
  const values = event.exception?.values
  if (values) {
    copied.exception = { values: values.map((one) => copyException(one, safe, userInfo)) }
  }
  return copied
}

function copyException(
  { stacktrace, ...exception }: Exception,
  safe: Safe,
  userInfo: boolean,
): Members {
  const copied = mapMembers(exception, safe)
  const { frames } = stacktrace ?? {}
  if (!Array.isArray(frames)) return { ...copied, stacktrace }
  const cleaned = frames.map((frame) => mapMembers(frame, frameCleaner(userInfo)))
  return { ...copied, stacktrace: { ...stacktrace, frames: cleaned } }
}

/**
 * Of an address only credentials go: source maps are found by the rest, such as `?v=` and a hash. A stack line that
 * nobody understood stands as the function's name.
 */
function frameCleaner(userInfo: boolean): Safe {
  return (member, name) => {
    if (typeof member !== 'string') return member
    if (name === 'function') return scrubText(member, userInfo)
    const isAddress = /^(?:filename|abs_path)$/.test(name) && /[?@]/.test(member)
    return isAddress ? scrubText(member, true) : member
  }
}

type Members = Record<string, unknown>
type Safe = (value: unknown, name: string) => unknown

function copyPart(part: unknown, name: string, whole: string | undefined, safe: Safe): unknown {
  const copied = safe(part, name)
  const given = whole && (part as Members | undefined)?.[whole]
  return given ? { ...(copied as Members), [whole]: safe(given, whole) } : copied
}

function mapMembers(object: object | undefined, change: Safe): Members {
  const entries = Object.entries(object ?? {})
  return Object.fromEntries(entries.map(([name, member]) => [name, change(member, name)]))
}

function tagText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return cut(typeof value === 'object' ? JSON.stringify(value) : String(value), MAX_TAG)
}
