/** Looking at foreign values without trusting them: any of them may be a proxy or have a getter that throws. */
import { safely } from '../support/safely.js'

/** `Error`, `Window`, `HTMLBodyElement`…: the engine's own word, which crosses realms. */
export function classOf(value: unknown): string {
  return safely('class of a value', () => Object.prototype.toString.call(value).slice(8, -1)) ?? ''
}

/** The member, or `undefined` when it is missing or reading it throws. */
export function member(value: unknown, key: string): unknown {
  return safely('member of a value', () => (value as Record<string, unknown> | null)?.[key])
}

/** The member when it is a string. */
export function textMember(value: unknown, key: string): string | undefined {
  const text = member(value, key)
  return typeof text === 'string' ? text : undefined
}

/** Own enumerable keys, sorted; none when even listing them throws. */
export function sortedKeys(value: object): string[] {
  return safely('keys of a value', () => Object.keys(value).sort()) ?? []
}

const ERROR_CLASSES = ['Error', 'Exception', 'DOMException', 'WebAssembly.Exception']

/** True for errors of any realm. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false
  return (
    ERROR_CLASSES.includes(classOf(value)) ||
    safely('instanceof', () => value instanceof Error) === true
  )
}

/** True for DOM events; core does not know the DOM's types. */
export function isDomEvent(value: unknown): value is { type: string } {
  return classOf(value).endsWith('Event') && textMember(value, 'type') !== undefined
}

/** Text of any value at all. */
export function describe(value: unknown): string {
  return safely('text of a value', () => String(value)) ?? `[${classOf(value) || 'object'}]`
}

/** Name of the value's class, as far as it says one. */
export function constructorName(value: unknown): string | undefined {
  return textMember(member(value, 'constructor'), 'name') || undefined
}
