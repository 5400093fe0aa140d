/** Reading of payloads whose shape nobody has checked: what is not of the expected kind is absent. */

export type Fields = Record<string, unknown>

/** The value if it is a JSON object. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined
}

/** The text of a string that is not empty, of a number or of a boolean. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The same, cut at a length; the rest of the cut is what a list would not show anyway. */
export function shortTextOf(value: unknown, longest: number): string | undefined {
  return textOf(value)?.slice(0, longest)
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** The objects of a list, whether it came flat or wrapped in `{ values: [] }`. */
export function listOf(value: unknown): Fields[] {
  const list: unknown = Array.isArray(value) ? value : fieldsOf(value)?.values
  if (!Array.isArray(list)) return []
  return list.map(fieldsOf).filter((entry) => entry !== undefined)
}

export function linesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((line) => (typeof line === 'string' ? line : '')) : []
}

/** The same object without its undefined members. */
export function defined<T extends object>(members: { [K in keyof T]: T[K] | undefined }): T {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as T
}
