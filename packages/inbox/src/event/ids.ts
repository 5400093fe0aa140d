/** An id of so many hex digits, in lower case and without dashes; undefined for anything else. */
export function hexIdOf(value: unknown, digits = 32): string | undefined {
  const id = typeof value === 'string' ? value.replaceAll('-', '').toLowerCase() : ''
  return id.length === digits && /^[0-9a-f]+$/.test(id) ? id : undefined
}
