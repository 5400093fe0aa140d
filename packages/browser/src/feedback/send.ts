import { type Client, type FeedbackHint, getClient, type SendFeedbackParams } from '@mayday/core'
import { deliverFeedback, isAccepted } from './deliver.js'

const MESSAGES = {
  ERROR_EMPTY_MESSAGE: 'Feedback needs a message',
  ERROR_NO_CLIENT: 'Feedback needs a client that sends',
  ERROR_FORBIDDEN: 'The receiver takes no feedback from here',
  ERROR_GENERIC: 'The feedback was not accepted',
}

/** What errors say in place of our own words. */
export type FeedbackErrorMessages = Partial<Record<keyof typeof MESSAGES, string>>

export type SendFeedbackHint = FeedbackHint & {
  errorMessages?: (FeedbackErrorMessages & Record<string, string>) | undefined
}

/**
 * Sends what a user says, as `captureFeedback()` does, and resolves with its id once the receiver has it or, while that
 * is out of reach, once it is kept to be sent later. Rejects where there is no message or it will not arrive.
 *
 * @param client the one that sends; by default that of the current scope
 */
export async function sendFeedback(
  params: SendFeedbackParams,
  { errorMessages, ...hint }: SendFeedbackHint = {},
  client: Client | undefined = getClient(),
): Promise<string> {
  const fail = (code: keyof typeof MESSAGES): never => {
    throw new Error(errorMessages?.[code] ?? MESSAGES[code])
  }
  if (!params.message) fail('ERROR_EMPTY_MESSAGE')
  if (!client?.isEnabled()) return fail('ERROR_NO_CLIENT')
  const { id, status } = await deliverFeedback(client, { source: 'api', ...params }, hint)
  if (isAccepted(status)) return id
  return fail(status === 403 ? 'ERROR_FORBIDDEN' : 'ERROR_GENERIC')
}
