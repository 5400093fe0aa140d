import { safely } from '../support/safely.js'
import { classOf, constructorName, describe, isObject } from './inspect.js'

/** Members that are looked at. */
const BREADTH = 20

/**
 * What a value looks like at this moment, for little time: its simple members as they are, of others what they are. Good
 * enough for a trail, and holds on to nothing of the program's.
 */
export function outline(value: unknown): unknown {
  if (!isObject(value)) return value
  const seen = safely('read', () => membersOf(value))
  return seen ?? describe(value)
}

function membersOf(value: object): unknown {
  if (Array.isArray(value)) return value.slice(0, BREADTH).map(brief)
  // Errors, elements and their like say best themselves what they are.
  if (classOf(value) !== 'Object') return undefined
  const members: Record<string, unknown> = {}
  for (const key of Object.keys(value).slice(0, BREADTH)) {
    members[key] = brief((value as typeof members)[key])
  }
  return members
}

function brief(value: unknown): unknown {
  return isObject(value) ? `[${constructorName(value) ?? 'null prototype'}]` : value
}
