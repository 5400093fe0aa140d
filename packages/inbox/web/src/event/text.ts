/** Strings as they are, everything else as JSON. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  const text = JSON.stringify(value, null, 1) ?? ''
  // Short structures read better on one line.
  return text.length < 80 ? text.replace(/\n\s*/g, ' ') : text
}
