import { createNormalizer, normalize } from '../event/normalize.js'
import type { Event, Exception, StackFrame } from '../protocol/event.js'
import { cut } from '../support/cut.js'
import { createCleaner, scrubText } from './secrets.js'
import type { Step } from './way.js'

/** How big each part of an event may get, in characters of JSON: none can crowd out another. */
const BREADCRUMBS = 40_000
const CONTEXTS = 30_000

/** Tags are strings on the wire, and receivers drop a longer one in silence instead of cutting it. */
const MAX_TAG = 200

/** What the SDK wrote itself, or options say; deep, but nothing of it is to be changed. */
const OWN =
  /^(?:event_id|timestamp|platform|level|release|dist|environment|server_name|sdk|modules|debug_meta)$/

/** Short words that receivers know; a breadcrumb whose level is cut is refused by some. */
const FACT = /^(?:type|level|event_id)$/

/**
 * Replaces everything that came from the program by a JSON-safe copy without secrets and long texts, so that neither
 * `beforeSend` nor delivery can meet a getter, a cycle or a live object.
 */
export const copy: Step = (event, { category, client }) => {
  const { normalizeDepth, normalizeMaxBreadth, ...options } = client.getOptions()
  const { dataCollection } = options
  const depth = Math.max(normalizeDepth, 1)
  const within = (chars?: number, collection = dataCollection, more = 0): Safe => {
    const clean = createCleaner({ ...options, dataCollection: collection })
    const normalize = createNormalizer(normalizeMaxBreadth, clean, chars)
    return (value, name) => normalize(value, depth + more, name)
  }
  const safe = within()
  const safeCrumb = within(BREADCRUMBS)
  const safeFact = within()
  const safeContext = within(CONTEXTS)
  // The state itself is that far down in its context.
  const safeState = within(CONTEXTS, dataCollection, 3)
  const safeExtra = within()
  // Who users are, the program says on purpose; and what they say themselves is to be answered.
  const safeUser = within(undefined, { ...dataCollection, userInfo: true })
  const safeNamed: Safe = (value, name) =>
    (name === 'state'
      ? safeState
      : name === 'feedback' && name === category
        ? safeUser
        : safeContext)(value, name)
  const special: Record<string, Safe> = {
    exception: (exception) => ({
      values: (exception as Event['exception'])?.values?.map((one) =>
        copyException(one, safe, dataCollection.userInfo),
      ),
    }),
    tags: (tags) => copyTags(tags as Members, safe),
    user: safeUser,
    // The newest say most.
    breadcrumbs: (trail) =>
      [...(trail as object[])]
        .reverse()
        .map((one) =>
          mapMembers(one, (part, name) => (FACT.test(name) ? safeFact : safeCrumb)(part, name)),
        )
        .reverse(),
    // What errors hold is told in contexts of their names.
    contexts: (contexts, name) =>
      copyPart(
        contexts,
        name,
        ['trace', 'flags', 'feedback', 'state', ...namesOf(event)],
        safeNamed,
      ),
    extra: (extra, name) => copyPart(extra, name, ['__serialized__'], safeExtra),
    // For processors; it does not leave.
    sdkProcessingMetadata: (metadata) => metadata,
  }
  return mapMembers(event, (part, name) => {
    if (!part) return part
    return OWN.test(name) ? normalize(part, 10) : (special[name] ?? safe)(part, name)
  })
}

function namesOf({ exception }: Event): string[] {
  return exception?.values?.map(({ type }) => type ?? '') ?? []
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

/** These members stay whole whatever the depth. */
function copyPart(part: unknown, name: string, whole: string[], safe: Safe): unknown {
  const copied = safe(part, name)
  for (const one of whole) {
    const given = (part as Members | undefined)?.[one]
    if (given) (copied as Members)[one] = safe(given, one)
  }
  return copied
}

function mapMembers(object: unknown, change: Safe): Members {
  const members = object as Members
  const copied: Members = {}
  for (const name of Object.keys(members)) copied[name] = change(members[name], name)
  return copied
}

/** Receivers refuse a tag for a letter of its name that is none of these, for a line feed, and when it is empty. */
function copyTags(tags: Members, safe: Safe): Members {
  const copied: Members = {}
  for (const name of Object.keys(tags)) {
    const text = tagText(safe(tags[name], name))
    if (text.trim()) copied[name.replace(/[^\w.:-]/g, '-') || '-'] = text
  }
  return copied
}

function tagText(value: unknown): string {
  const text = typeof value === 'object' && value ? JSON.stringify(value) : String(value ?? '')
  const line = text.replace(/\n/g, ' ')
  return line.length > MAX_TAG ? cut(line, MAX_TAG - 3) : line
}
