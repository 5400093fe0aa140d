import type { Client } from '../client.js'
import type { EventHint } from '../event/hint.js'
import { isError } from '../event/inspect.js'
import { syntheticError } from '../event/synthetic.js'
import {
  CONSOLE_LEVELS,
  type ConsoleCall,
  type ConsoleLevel,
  consoleChannel,
  joinTexts,
  severityOf,
  textOf,
} from '../instrument/console.js'
import type { Integration } from '../integration.js'
import { getClient } from '../scope/current.js'
import { runtime } from '../support/runtime.js'

export interface CaptureConsoleOptions {
  /** Which calls are captured. @default all */
  levels?: ConsoleLevel[]
  /** Whether the events count as handled. @default true */
  handled?: boolean
}

/** Captures what the program prints through `console`: the first error among the arguments, else the text. */
export function captureConsoleIntegration(options: CaptureConsoleOptions = {}): Integration {
  const { levels = CONSOLE_LEVELS, handled = true } = options
  return {
    name: 'CaptureConsole',
    setup: (client) =>
      consoleChannel.subscribe((call) => {
        if (getClient() === client && levels.includes(call.level)) capture(call, client, handled)
      }),
  }
}

function capture(call: ConsoleCall, client: Client, handled: boolean): void {
  const said = textOf(call, joinTexts)
  if (!said) return
  const { text, shown } = said
  const severity = severityOf(call.level)
  // Some receivers know no such level of events.
  const level = severity === 'log' ? 'info' : severity
  const hint: EventHint = {
    // The function that was called is the one on the console; all above it are ours.
    ...(client.getOptions().attachStacktrace && {
      syntheticException: syntheticError(runtime.console?.[call.level] as () => unknown),
    }),
    mechanism: { type: 'auto.core.capture_console', handled },
    captureContext: (scope) => {
      scope.addEventProcessor((event) => ({ ...event, logger: 'console' }))
      return { level, extra: { arguments: shown } }
    },
  }
  const error = call.level === 'assert' ? undefined : shown.find(isError)
  if (error) client.captureException(error, hint)
  else client.captureMessage(text, level, hint)
}
