import { addBreadcrumb } from '../api.js'
import type { Client } from '../client.js'
import { outline } from '../event/outline.js'
import { consoleChannel, joinTexts, severityOf, textOf } from '../instrument/console.js'
import type { Breadcrumb } from '../protocol/event.js'
import { getClient } from '../scope/current.js'

/**
 * Leaves a breadcrumb for each console call while `client` is the current one, and returns what ends that.
 *
 * @param isTold true for texts that somebody else tells
 */
export function consoleBreadcrumbs(
  client: Client,
  join: (args: unknown[]) => string = joinTexts,
  isTold?: (text: string) => boolean,
): () => void {
  return consoleChannel.subscribe((call) => {
    const said = getClient() === client && textOf(call, join)
    if (!said || isTold?.(said.text)) return
    const breadcrumb: Breadcrumb = {
      category: 'console',
      level: severityOf(call.level),
      message: said.text,
      // The program goes on changing what it printed.
      data: { arguments: said.shown.map(outline), logger: 'console' },
    }
    addBreadcrumb(breadcrumb, { input: call.args, level: call.level })
  })
}
