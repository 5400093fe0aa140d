/** What visitors say: feedback has the data of the scopes and goes the way of events, but is no error. */
import { captureEvent } from './api.js'
import { eventFromFeedback, type SendFeedbackParams } from './event/from-feedback.js'
import type { EventHint } from './event/hint.js'
import { getClient, getCurrentScope } from './scope/current.js'
import type { Scope } from './scope/scope.js'
import { createEventId } from './support/ids.js'
import { safely } from './support/safely.js'

/** `includeReplay` is for programs that were written for version 10; there is no replay to include. */
export type FeedbackHint = EventHint & { includeReplay?: boolean | undefined }

/**
 * Sends what a user says and returns its id. It has what the scopes hold, their attachments and those of the hint.
 * Filters, `sampleRate`, flood control and `beforeSend` do not apply; processors of events do.
 *
 * Message, name and e-mail address stay as they are, but for credentials.
 */
export function captureFeedback(
  params: SendFeedbackParams,
  hint: FeedbackHint = {},
  scope: Scope = getCurrentScope(),
): string {
  const event = eventFromFeedback(params)
  const client = scope.getClient() ?? getClient()
  // Which notes it, where anybody notes.
  if (!client) return captureEvent(event, hint)
  client.emit('beforeSendFeedback', event, hint)
  // What a client's own scope holds is on all that the client captures.
  const given = scope === client.getScope() ? undefined : scope
  return safely('feedback', () => client.captureEvent(event, hint, given)) ?? createEventId()
}
