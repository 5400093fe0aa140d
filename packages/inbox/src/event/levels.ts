/** What events can be, the least first. */
export const levels = ['debug', 'info', 'warning', 'error', 'fatal'] as const

export type Level = (typeof levels)[number]

/** Whether a level is another one or worse; anything is, when there is no other. */
export function isAtLeast(level: string, least: Level | undefined): boolean {
  return least === undefined || levels.indexOf(level as Level) >= levels.indexOf(least)
}
