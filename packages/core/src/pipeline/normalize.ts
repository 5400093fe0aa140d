/** A JSON-safe copy of any value, bounded in depth, breadth and total size. */
import { classOf, describe, isDomEvent, isError, member, textMember } from '../event/inspect.js'
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
    const special = specialObject(value)
    if (special !== undefined) return special
    if (ancestors.includes(value)) return '[Circular ~]'
    const json = isJson ? value : asJson(value)
    if (json !== value) return visit(json, depth, true)
    if (depth <= 0) return tooDeep(value)
    ancestors.push(value)
    const copy = copyMembers(value, depth)
    ancestors.pop()
    return copy
  }

  function copyMembers(value: object, depth: number): unknown {
    const isArray = Array.isArray(value)
    const copy: Record<string, unknown> = isArray ? ([] as never) : {}
    let count = 0
    for (const key of keysOf(value)) {
      if (count++ >= breadth || budget.nodes <= 0) {
        copy[key] = '[MaxProperties ~]'
        break
      }
      setOwn(copy, key, visitMember(value, key, depth - 1))
    }
    return copy
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

/** A key named `__proto__` becomes an ordinary member of the copy. */
function setOwn(copy: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(copy, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  } else copy[key] = value
}

function leaf(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.length > MAX_STRING ? `${value.slice(0, MAX_STRING)}...` : value
    case 'number':
      return Number.isFinite(value) ? value : `[${value}]`
    case 'function':
      return `[Function: ${textMember(value, 'name') || '<anonymous>'}]`
    case 'symbol':
      return `[${describe(value)}]`
    case 'bigint':
      return `[BigInt: ${value}]`
    default:
      return value
  }
}

function specialObject(value: object): string | undefined {
  if (value === globalThis) return '[Global]'
  const kind = classOf(value)
  if (kind === 'Window' || kind === 'global') return '[Window]'
  if (kind.endsWith('Document')) return '[Document]'
  if (/^(HTML|SVG)\w*Element$/.test(kind)) return `[HTMLElement: ${elementName(value)}]`
  return undefined
}

function elementName(element: object): string {
  const id = textMember(element, 'id')
  return (textMember(element, 'tagName') ?? 'element').toLowerCase() + (id ? `#${id}` : '')
}

/** Errors and events hide their members; others may say themselves what they want to be written as. */
function asJson(value: object): unknown {
  const toJson = member(value, 'toJSON')
  if (typeof toJson === 'function')
    return safely('toJSON', () => toJson.call(value)) ?? describe(value)
  if (isError(value)) {
    const { name, message, stack } = value
    return { ...value, message, name, stack }
  }
  if (isDomEvent(value)) {
    return { type: value.type, target: member(value, 'target'), detail: member(value, 'detail') }
  }
  return value
}

function tooDeep(value: object): string {
  if (Array.isArray(value)) return '[Array]'
  const prototype = safely('prototype', () => Object.getPrototypeOf(value))
  if (prototype === null) return '[null prototype]'
  return `[${textMember(member(prototype, 'constructor'), 'name') || 'Object'}]`
}

/** Listed by `for … in` and cut short by the caller: an array of a million members must not be listed first. */
function* keysOf(value: object): Generator<string> {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) yield String(index)
  } else {
    for (const key in value) if (Object.hasOwn(value, key)) yield key
  }
}
