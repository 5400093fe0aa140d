import { describe } from '../event/inspect.js'
import type { SeverityLevel } from '../protocol/event.js'
import { runtime } from '../support/runtime.js'
import { type Channel, createChannel } from './channel.js'
import { tap } from './tap.js'

export const CONSOLE_LEVELS = ['debug', 'info', 'warn', 'error', 'log', 'assert', 'trace'] as const
export type ConsoleLevel = (typeof CONSOLE_LEVELS)[number]

/** A call of a console method, told before the console prints it. */
export interface ConsoleCall {
  level: ConsoleLevel
  args: unknown[]
}

/** The level of an event or breadcrumb that a call becomes. */
export function severityOf(level: ConsoleLevel): SeverityLevel {
  if (level === 'warn') return 'warning'
  return level === 'trace' || level === 'assert' ? 'log' : level
}

/** What a call says, or `undefined` for an assertion that holds. */
export function textOf(
  { level, args }: ConsoleCall,
  join: (args: unknown[]) => string,
): { text: string; shown: unknown[] } | undefined {
  if (level !== 'assert') return { text: join(args), shown: args }
  const [condition, ...shown] = args
  if (condition) return undefined
  return { text: `Assertion failed: ${join(shown) || 'console.assert'}`, shown }
}

export function joinTexts(args: unknown[]): string {
  return args.map(describe).join(' ')
}

export const consoleChannel: Channel<ConsoleCall> = /* @__PURE__ */ createChannel((emit) => {
  let isTelling = false
  return tap(runtime.console, CONSOLE_LEVELS, (level, args) => {
    // What a listener prints itself is not told: it would be told of that, too, and never come to an end.
    if (isTelling) return
    isTelling = true
    emit({ level, args })
    isTelling = false
  })
})
