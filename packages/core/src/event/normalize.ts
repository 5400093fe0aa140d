/** A JSON-safe copy of any value, bounded in depth, breadth and total size. */

import { cut } from '../support/cut.js'
import { safely } from '../support/safely.js'
import {
  classOf,
  constructorName,
  describe,
  isDomEvent,
  isError,
  isObject,
  member,
  textMember,
} from './inspect.js'
import { type ElementLike, selectorOf } from './selector.js'

/** Has the last word on a text or number that is copied; `name` is that of the member that holds it. */
export type Clean = (leaf: string | number, name: string) => string | number

type Normalize = (value: unknown, depth: number, name: string) => unknown

/**
 * What all copies of one normalizer may have together, so that many small excesses do not add up to a big one: values,
 * and ms that slow getters may take.
 */
const MAX_NODES = 20_000
const MAX_MS = 250
/** Of that, what one pause may take: getters that are slow are so again and again, a thread that stood still was so once. */
const MAX_PAUSE = 50
/** Of punctuation around each value. */
const PUNCTUATION = 4
const MAX_STRING = 16_384

/**
 * Makes what makes a copy that JSON can hold. What has no JSON form becomes a text in brackets that says what it was:
 * `[Function: f]`, `[Circular ~]`, `[NaN]`; below the depth, `[Object]` and `[Array]`; past `breadth` or the budget,
 * `[MaxProperties ~]`.
 *
 * @param chars characters of JSON that all copies may have together
 */
export function createNormalizer(
  breadth: number,
  clean: Clean = (leaf) => (typeof leaf === 'string' ? leaf.slice(0, MAX_STRING) : leaf),
  chars = 60_000,
): Normalize {
  let nodes = MAX_NODES
  let left = chars
  let ms = MAX_MS
  let last = Date.now()

  function isSpent(): boolean {
    const now = Date.now()
    ms -= Math.min(now - last, MAX_PAUSE)
    last = now
    return nodes <= 0 || left <= 0 || ms <= 0
  }

  function leafFor(value: string | number, name: string): string | number {
    const leaf = clean(value, name)
    if (typeof leaf === 'number') return leaf
    const text = cut(leaf, Math.max(left, 0))
    left -= text.length
    return text
  }

  /** A value that refuses to be looked at spoils no other. */
  function visit(holder: object, key: string, depth: number, name: string, above: Above): unknown {
    nodes--
    left -= PUNCTUATION
    try {
      const given = (holder as Record<string, unknown>)[key]
      const value = leafOf(isObject(given) ? asJson(given) : given)
      if (typeof value === 'string' || typeof value === 'number') return leafFor(value, name)
      if (!isObject(value)) return value
      for (let one = above; one; one = one.above) if (one.value === given) return '[Circular ~]'
      if (depth <= 0) return `[${constructorName(value) ?? 'null prototype'}]`
      return copyMembers(value, depth - 1, name, { value: given, above })
    } catch (error) {
      return leafFor(`**non-serializable** (${describe(error)})`, name)
    }
  }

  function copyMembers(value: object, depth: number, name: string, above: Above): unknown {
    const isList = Array.isArray(value)
    const entries: [string, unknown][] = []
    // Spread, so that holes have keys too; cut, so that a million members are not listed first.
    for (const key of Object.keys(isList ? [...value.slice(0, breadth + 1)] : value)) {
      const isFull = entries.length >= breadth || isSpent()
      if (!isList) left -= key.length
      entries.push([
        isList ? key : `${clean(key, '')}`,
        isFull ? '[MaxProperties ~]' : visit(value, key, depth, isList ? name : key, above),
      ])
      if (isFull) break
    }
    return isList ? entries.map(([, member]) => member ?? null) : Object.fromEntries(entries)
  }

  return (value, depth, name) => visit({ value }, 'value', depth, name, undefined)
}

/** What is being copied around a value, innermost first. */
type Above = { value: unknown; above: Above } | undefined

/** One copy, with a budget of its own. */
export function normalize(value: unknown, depth = 3, breadth = 1000): unknown {
  return createNormalizer(breadth)(value, depth, '')
}

/** A text for what has no JSON form. */
function leafOf(value: unknown): unknown {
  const type = typeof value
  if (type === 'function') return `[Function: ${textMember(value, 'name') || '<anonymous>'}]`
  if (type === 'bigint') return `[BigInt: ${value}]`
  return type === 'symbol' || (type === 'number' && !Number.isFinite(value))
    ? `[${describe(value)}]`
    : value
}

/** Errors, events and elements hide their members; others may say themselves what they want to be written as. */
function asJson(value: object): unknown {
  const kind = classOf(value)
  const [special] = /Window$|Document$|(?:HTML|SVG)\w*Element$/.exec(kind) ?? []
  if (special) {
    const isElement = special.endsWith('Element')
    return `[${isElement ? `HTMLElement: ${selectorOf(value as ElementLike)}` : special}]`
  }
  const toJson = member(value, 'toJSON')
  if (typeof toJson === 'function') {
    return safely('toJSON', () => toJson.call(value)) ?? describe(value)
  }
  if (value === globalThis) return '[Global]'
  // Most are just that.
  if (kind === 'Object' || kind === 'Array') return value
  if (ArrayBuffer.isView(value)) return `[${kind}: ${value.byteLength} bytes]`
  if (isError(value)) {
    const { name, message, stack } = value
    return { ...value, message, name, stack }
  }
  if (isDomEvent(value)) {
    return { type: value.type, target: member(value, 'target'), detail: member(value, 'detail') }
  }
  return value
}
