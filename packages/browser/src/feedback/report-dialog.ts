import {
  type Client,
  debug,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  lastEventId,
  safely,
  type User,
} from '@mayday/core'
import { openDialog, type ReportDialogOptions } from './dialog.js'

/**
 * Asks the visitor what has happened, and sends the answer as feedback to the event. The dialog is ours: nothing is loaded
 * from the receiver. While one is shown another call does nothing, and without a client that sends there is none.
 */
export function showReportDialog(options: ReportDialogOptions = {}): void {
  const { client = getClient() } = options
  if (!client?.isEnabled() || !globalThis.document) {
    debug('No report dialog: there is no client that sends, or no page')
    return
  }
  safely('report dialog', () => {
    const user = { ...userOf(client), ...options.user }
    const eventId = options.eventId || lastEventId()
    openDialog({ ...options, user, eventId }, getClient, safely)
  })
}

function userOf(client: Client): User {
  const scope = client.getScope()
  // A client may have a scope of its own, and knows nothing of the page's.
  const isOwn = scope !== getCurrentScope()
  const scopes = isOwn ? [scope] : [getGlobalScope(), getIsolationScope(), scope]
  return Object.assign({}, ...scopes.map((one) => one.getUser()))
}
