/** Looking at foreign values without trusting them: any of them may be a proxy or have a getter that throws. */
import { safely } from '../support/safely.js'

/** True for what has members of its own to look at; functions do not count. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** `Error`, `Window`, `HTMLBodyElement`…: the engine's own word, which crosses realms. */
export function classOf(value: unknown): string {
  return safely('read', () => Object.prototype.toString.call(value).slice(8, -1)) ?? ''
}

/** The member, or `undefined` when it is missing or reading it throws. */
export function member(value: unknown, key: string): unknown {
  return safely('read', () => (value as Record<string, unknown> | null)?.[key])
}

/** The member when it is a string. */
export function textMember(value: unknown, key: string): string | undefined {
  const text = member(value, key)
  return typeof text === 'string' ? text : undefined
}

/** Own enumerable keys, sorted; none when even listing them throws. */
export function sortedKeys(value: object): string[] {
  return safely('read', () => Object.keys(value).sort()) ?? []
}

/** True for errors of any realm; `DOMException` is one, `ErrorEvent` and `MediaError` are none. */
export function isError(value: unknown): value is Error {
  return (
    isObject(value) &&
    (/^Error$|Exception$/.test(classOf(value)) ||
      safely('read', () => value instanceof Error) === true)
  )
}

/** True for DOM events; core does not know the DOM's types. */
export function isDomEvent(value: unknown): value is { type: string } {
  return classOf(value).endsWith('Event') && textMember(value, 'type') !== undefined
}

/** Text of any value at all. */
export function describe(value: unknown): string {
  return safely('read', () => String(value)) ?? `[${classOf(value) || 'object'}]`
}

/** Name of the value's class, as far as it says one. */
export function constructorName(value: unknown): string | undefined {
  return textMember(member(value, 'constructor'), 'name') || undefined
}
