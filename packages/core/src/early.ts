/** What happened before there was a client, where `@mayday/browser/early` was there to note it. */
export interface Early {
  readonly noted: EarlyEntry[]
  /** Where later calls go. */
  note(what: string, ...args: unknown[]): void
  /** Ends the listening. */
  stop(): void
}

/** When, in ms since 1970; the name of the event or function; the event, or what the function was called with. */
export type EarlyEntry = [at: number, what: string, ...args: unknown[]]

/** Nothing where it is not used. */
export function early(): Early | undefined {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('mayday.early')] as Early | undefined
}
