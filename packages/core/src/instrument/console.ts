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

export const consoleChannel: Channel<ConsoleCall> = /* @__PURE__ */ createChannel((emit) => {
  let isTelling = false
  return tap(runtime.console ?? {}, CONSOLE_LEVELS, (level, args) => {
    // What a listener prints itself is not told: it would be told of that, too, and never come to an end.
    if (isTelling) return
    isTelling = true
    emit({ level, args })
    isTelling = false
  })
})
