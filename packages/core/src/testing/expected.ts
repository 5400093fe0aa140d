/** What a test expects of an event, and in which way an event is something else. */
import { isError, isObject } from '../event/inspect.js'
import type { EventPayload } from '../protocol/envelope.js'

/** `expect.any(String)` and its like, of every test runner. */
export interface AsymmetricMatcher {
  asymmetricMatch(actual: unknown): boolean
  toAsymmetricMatcher?(): string
}

/** A part of `T`, at any depth; a regular expression may stand for a text, and a matcher for everything. */
export type PartOf<T> =
  | AsymmetricMatcher
  | (T extends string ? T | RegExp : T extends object ? { [K in keyof T]?: PartOf<T[K]> } : T)

/**
 * A text that the title contains, an expression that it matches, an error of that type and message, a part of the
 * event, or a function that knows it. Nothing means any event.
 */
export type Expected =
  | string
  | RegExp
  | Error
  | PartOf<EventPayload>
  | ((event: EventPayload) => boolean)
  | undefined

/** What lists of errors show: `TypeError: x is not a function`, or the text of a message. */
export function titleOf(event: EventPayload): string {
  const { exception, message, logentry } = event
  const { type, value } = exception?.values?.at(-1) ?? {}
  const error = [type, value].filter(Boolean).join(': ')
  return error || logentry?.formatted || message || logentry?.message || '<no title>'
}

/** True when the event is what was expected. */
export function isAsExpected(event: EventPayload, expected: Expected): boolean {
  return differences(event, expected).length === 0
}

/** In which way the event is not what was expected; nothing when it is. */
function differences(event: EventPayload, expected: Expected): string[] {
  if (expected === undefined) return []
  if (typeof expected === 'function') return expected(event) === true ? [] : ['refused']
  const title = titleOf(event)
  if (typeof expected === 'string') return title.includes(expected) ? [] : ['another title']
  if (expected instanceof RegExp) return title.search(expected) >= 0 ? [] : ['another title']
  if (isError(expected)) return title === titleOfError(expected) ? [] : ['another title']
  return differingParts(event, expected, '')
}

function titleOfError({ name, message }: Error): string {
  return [name, message].filter(Boolean).join(': ')
}

function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return isObject(value) && typeof (value as AsymmetricMatcher).asymmetricMatch === 'function'
}

/** The paths of the members that are not as expected. Lists have to have the same length. */
function differingParts(actual: unknown, expected: unknown, path: string): string[] {
  const here = [`${path || 'the event'} is ${inWords(actual)}`]
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual) ? [] : here
  if (expected instanceof RegExp) {
    return typeof actual === 'string' && actual.search(expected) >= 0 ? [] : here
  }
  if (!isObject(actual) || !isObject(expected)) return Object.is(actual, expected) ? [] : here
  const [given, wanted] = [actual as Record<string, unknown>, Object.entries(expected)]
  if (Array.isArray(expected) && given.length !== expected.length) return here
  return wanted.flatMap(([key, part]) =>
    differingParts(given[key], part, path ? `${path}.${key}` : key),
  )
}

const MAX_WORDS = 120

/** The value as a failure message shows it. */
export function inWords(value: unknown): string {
  if (value === undefined) return 'missing'
  const json: string | undefined = JSON.stringify(value, (_key, part) => {
    if (isAsymmetric(part)) return part.toAsymmetricMatcher?.() ?? String(part)
    return part instanceof RegExp ? String(part) : part
  })
  const text = json ?? String(value)
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text
}

/** ` like "x"`, to follow `an event`. */
export function likeWhat(expected: Expected): string {
  if (expected === undefined) return ''
  if (typeof expected === 'function') return ' that the given function accepts'
  if (isError(expected)) return ` like "${titleOfError(expected)}"`
  return ` like ${expected instanceof RegExp ? String(expected) : inWords(expected)}`
}

/** The events by their titles and, where a part of an event was expected, what differs. */
export function listed(events: readonly EventPayload[], expected?: Expected): string {
  if (events.length === 0) return 'Nothing was captured.'
  const lines = events.map((event, index) => {
    const differing = isPart(expected) ? differences(event, expected).join(', ') : ''
    return `  ${index + 1}. ${titleOf(event)}${differing && ` (${differing})`}`
  })
  return `Captured so far:\n${lines.join('\n')}`
}

function isPart(expected: Expected): boolean {
  return isObject(expected) && !(expected instanceof RegExp) && !isError(expected)
}
