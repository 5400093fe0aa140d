import { addBreadcrumb } from '../api.js'
import type { Client } from '../client.js'
import { describe } from '../event/inspect.js'
import { normalize } from '../event/normalize.js'
import { type ConsoleCall, type ConsoleLevel, consoleChannel } from '../instrument/console.js'
import type { Breadcrumb, SeverityLevel } from '../protocol/event.js'
import { getClient } from '../scope/current.js'

/** Leaves a breadcrumb for each console call while `client` is the current one, and returns what ends that. */
export function consoleBreadcrumbs(
  client: Client,
  join: (args: unknown[]) => string = joinTexts,
): () => void {
  return consoleChannel.subscribe((call) => {
    if (getClient() !== client) return
    const breadcrumb = toBreadcrumb(call, join)
    if (breadcrumb) addBreadcrumb(breadcrumb, { input: call.args, level: call.level })
  })
}

function toBreadcrumb(
  { level, args }: ConsoleCall,
  join: (args: unknown[]) => string,
): Breadcrumb | undefined {
  const [condition, ...rest] = args
  if (level === 'assert' && condition) return undefined
  const shown = level === 'assert' ? rest : args
  const message = join(shown) || 'console.assert'
  return {
    category: 'console',
    level: severityOf(level),
    message: level === 'assert' ? `Assertion failed: ${message}` : message,
    // A copy, since the program goes on changing what it printed.
    data: { arguments: normalize(shown, 2, 20), logger: 'console' },
  }
}

function severityOf(level: ConsoleLevel): SeverityLevel {
  if (level === 'warn') return 'warning'
  return level === 'trace' || level === 'assert' ? 'log' : level
}

function joinTexts(args: unknown[]): string {
  return args.map(describe).join(' ')
}
