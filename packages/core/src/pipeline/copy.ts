import { createNormalizer } from '../event/normalize.js'
import type { Exception, StackFrame } from '../protocol/event.js'
import { cut } from '../support/cut.js'
import { createCleaner, scrubText } from './secrets.js'
import type { Step } from './way.js'

/** How big each part of an event may get, in characters of JSON: none can crowd out another. */
const BREADCRUMBS = 40_000
const DATA = 90_000

/** Who the user is, is not cut like what the program writes. */
const MAX_USER = 16_384

/** Tags are strings on the wire, and receivers drop a longer one in silence instead of cutting it. */
const MAX_TAG = 200

/** Of what the program writes besides; frames and the members below are looked at one by one. */
const PLAIN = ['message', 'logentry', 'transaction', 'fingerprint', 'request'] as const

/**
 * Replaces everything that came from the program by a JSON-safe copy without secrets and long texts, so that neither
 * `beforeSend` nor delivery can meet a getter, a cycle or a live object.
 */
export const copy: Step = (event, { client }) => {
  const { normalizeDepth, normalizeMaxBreadth, ...options } = client.getOptions()
  const { dataCollection } = options
  const depth = Math.max(normalizeDepth, 1)
  const within = (chars?: number, clean = createCleaner(options)): Safe => {
    const normalize = createNormalizer(normalizeMaxBreadth, clean, chars)
    return (value, name) => normalize(value, depth, name)
  }
  const safe = within()
  const safeData = within(DATA)
  const safeCrumb = within(BREADCRUMBS)
  // Who the user is, the program says on purpose.
  const onPurpose = { ...dataCollection, userInfo: true }
  const safeUser = within(
    undefined,
    createCleaner({ dataCollection: onPurpose, maxValueLength: MAX_USER }),
  )
  const { exception, breadcrumbs = [], contexts, extra, user } = event

  const copied: Members = { ...event }
  if (exception?.values) {
    const values = exception.values.map((one) => copyException(one, safe, dataCollection.userInfo))
    copied.exception = { values }
  }
  for (const part of PLAIN) copied[part] = safe(event[part], part)
  copied.tags = mapMembers(event.tags, (tag, name) => tagText(safe(tag, name)))
  copied.user = safeUser(user, 'user')
  // The newest say most.
  copied.breadcrumbs = [...breadcrumbs]
    .reverse()
    .map((one) => mapMembers(one, safeCrumb))
    .reverse()
  copied.contexts = copyPart(contexts, 'contexts', 'trace', safeData)
  copied.extra = copyPart(extra, 'extra', '__serialized__', safeData)
  return copied
}

type Members = Record<string, unknown>
type Safe = (value: unknown, name: string) => unknown

function copyException(
  { stacktrace, ...exception }: Exception,
  safe: Safe,
  userInfo: boolean,
): Members {
  const copied = mapMembers(exception, safe)
  const { frames } = stacktrace ?? {}
  if (!Array.isArray(frames)) return { ...copied, stacktrace }
  const cleaned = frames.map((frame) => cleanFrame(frame, userInfo))
  return { ...copied, stacktrace: { ...stacktrace, frames: cleaned } }
}

/**
 * Of an address only credentials go: source maps are found by the rest, such as `?v=` and a hash. A stack line that
 * nobody understood stands as the function's name.
 */
function cleanFrame(frame: StackFrame, userInfo: boolean): StackFrame {
  const cleaned = { ...frame }
  for (const key of ['filename', 'abs_path'] as const) {
    if (/[?@]/.test(frame[key] ?? '')) cleaned[key] = scrubText(String(frame[key]), true)
  }
  const { function: name } = frame
  if (/[\s@=:]/.test(name ?? '')) cleaned.function = scrubText(String(name), userInfo)
  return cleaned
}

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
