import { getIsolationScope } from '@mayday/core'

/** What tells of the lines that a program writes. */
export type Teller = 'console' | 'pino' | 'winston' | 'consola'

const TELLERS = ['console', 'pino', 'winston', 'consola']

/**
 * True where the breadcrumb right before is of the same line, by another teller: loggers write through the console, and
 * the console may be made to write through a logger.
 */
export function isToldAlready(text: string, by: Teller): boolean {
  const { category = '', message } = getIsolationScope().getLastBreadcrumb() ?? {}
  if (!text || !message || category === by || !TELLERS.includes(category)) return false
  // What prints adds its time and level.
  return message.includes(text) || text.includes(message)
}
