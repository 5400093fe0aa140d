/**
 * Whether what was to be written is the reason that it could not be, rather than a database that is away or busy: a
 * value that there is no place for, a rule that is broken. Trying again would end in the same way.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isRefused(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^(?:0A|21|22|23|42|44|54)...$|^53200$/.test(code)
}
