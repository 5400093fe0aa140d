/** A JSON-safe copy of any value, bounded in depth, breadth and total size. */
import {
  classOf,
  constructorName,
  describe,
  isDomEvent,
  isError,
  member,
  textMember,
} from '../event/inspect.js'
import { safely } from '../support/safely.js'

/** What one event may still copy; shared by all parts of it, so that many small excesses do not add up to a big one. */
export interface Budget {
  nodes: number
}

const MAX_NODES = 20_000
const MAX_STRING = 16_384

export function createBudget(): Budget {
  return { nodes: MAX_NODES }
}

/**
 * A copy that JSON can hold. What has no JSON form becomes a text in brackets that says what it was: `[Function: f]`,
 * `[Circular ~]`, `[NaN]`; below `depth`, `[Object]` and `[Array]`; past `breadth` or the budget, `[MaxProperties ~]`.
 */
export function normalize(
  value: unknown,
  depth = 3,
  breadth = 1000,
  budget: Budget = createBudget(),
): unknown {
  const ancestors: unknown[] = []

  /** @param isJson true for what `toJSON` gave, which is not asked again */
  function visit(value: unknown, depth: number, isJson = false): unknown {
    budget.nodes--
    if (typeof value !== 'object' || value === null) return leaf(value)
    if (ancestors.includes(value)) return '[Circular ~]'
    const json = isJson ? value : asJson(value)
    if (json !== value) return visit(json, depth, true)
    if (depth <= 0) return `[${constructorName(value) ?? 'null prototype'}]`
    ancestors.push(value)
    const copy = copyMembers(value, depth)
    ancestors.pop()
    return copy
  }

  function copyMembers(value: object, depth: number): unknown {
    const isList = Array.isArray(value)
    const entries: [string, unknown][] = []
    // Spread, so that holes have keys too; cut, so that a million members are not listed first.
    for (const key of Object.keys(isList ? [...value.slice(0, breadth + 1)] : value)) {
      const isOver = entries.length >= breadth || budget.nodes <= 0
      entries.push([key, isOver ? '[MaxProperties ~]' : visitMember(value, key, depth - 1)])
      if (isOver) break
    }
    return isList ? entries.map(([, member]) => member) : Object.fromEntries(entries)
  }

  /** A member that refuses to be looked at spoils no other. */
  function visitMember(owner: object, key: string, depth: number): unknown {
    const height = ancestors.length
    try {
      return visit((owner as Record<string, unknown>)[key], depth)
    } catch (error) {
      ancestors.length = height
      return `**non-serializable** (${describe(error)})`
    }
  }

  return visitMember({ value }, 'value', depth)
}

function leaf(value: unknown): unknown {
  const type = typeof value
  if (type === 'string') return (value as string).slice(0, MAX_STRING)
  if (type === 'function') return `[Function: ${textMember(value, 'name') || '<anonymous>'}]`
  if (type === 'bigint') return `[BigInt: ${value}]`
  if (type === 'symbol' || (type === 'number' && !Number.isFinite(value))) {
    return `[${describe(value)}]`
  }
  return value
}

/** Errors, events and elements hide their members; others may say themselves what they want to be written as. */
function asJson(value: object): unknown {
  if (value === globalThis) return '[Global]'
  const [special] = /Window$|Document$|(?:HTML|SVG)\w*Element$/.exec(classOf(value)) ?? []
  if (special) return `[${special.endsWith('Element') ? elementName(value) : special}]`
  if (ArrayBuffer.isView(value)) return `[${classOf(value)}: ${value.byteLength} bytes]`
  const toJson = member(value, 'toJSON')
  if (typeof toJson === 'function') {
    return safely('toJSON', () => toJson.call(value)) ?? describe(value)
  }
  if (isError(value)) {
    const { name, message, stack } = value
    return { ...value, message, name, stack }
  }
  if (isDomEvent(value)) {
    return { type: value.type, target: member(value, 'target'), detail: member(value, 'detail') }
  }
  return value
}

function elementName(element: object): string {
  const id = textMember(element, 'id')
  return `HTMLElement: ${textMember(element, 'tagName')?.toLowerCase()}${id ? `#${id}` : ''}`
}
