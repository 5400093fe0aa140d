import { patch } from '../support/patch.js'
import { runtime } from '../support/runtime.js'
import { type Channel, createChannel } from './channel.js'

export const CONSOLE_LEVELS = ['debug', 'info', 'warn', 'error', 'log', 'assert', 'trace'] as const
export type ConsoleLevel = (typeof CONSOLE_LEVELS)[number]

/** A call of a console method, told before the console prints it. */
export interface ConsoleCall {
  level: ConsoleLevel
  args: unknown[]
}

export const consoleChannel: Channel<ConsoleCall> = /* @__PURE__ */ createChannel((emit) => {
  const target = runtime.console
  let isTelling = false
  /** What a listener prints itself is not told: it would be told of that, too, and never come to an end. */
  function tell(call: ConsoleCall): void {
    if (isTelling) return
    isTelling = true
    emit(call)
    isTelling = false
  }
  const undo = target
    ? CONSOLE_LEVELS.map((level) =>
        patch(target, level, (original) => {
          return function (this: unknown, ...args) {
            tell({ level, args })
            return original.apply(this, args)
          }
        }),
      )
    : []
  return () => {
    for (const restore of undo) restore()
  }
})
