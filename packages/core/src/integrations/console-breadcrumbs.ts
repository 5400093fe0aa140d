import { addBreadcrumb } from '../api.js'
import type { Client } from '../client.js'
import { normalize } from '../event/normalize.js'
import {
  type ConsoleCall,
  consoleChannel,
  joinTexts,
  severityOf,
  textOf,
} from '../instrument/console.js'
import type { Breadcrumb } from '../protocol/event.js'
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
  call: ConsoleCall,
  join: (args: unknown[]) => string,
): Breadcrumb | undefined {
  const said = textOf(call, join)
  if (!said) return undefined
  return {
    category: 'console',
    level: severityOf(call.level),
    message: said.text,
    // A copy, since the program goes on changing what it printed.
    data: { arguments: normalize(said.shown, 2, 20), logger: 'console' },
  }
}
