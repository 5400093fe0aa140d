// The report dialog is loaded with this: beside it there is nothing of the SDK, which the page has already.
import {
  type Client,
  eventFromFeedback,
  type FeedbackHint,
  type SendFeedbackParams,
} from '@mayday/core'

/** Longer nobody looks at a form; what is left then is still tried again. In ms. */
const PATIENCE = 5000

/**
 * Sends feedback, and resolves with its id and the status of the receiver's answer: 202 while the receiver is out of
 * reach and the feedback kept, and 0 where it was dropped unasked.
 */
export async function deliverFeedback(
  client: Client,
  params: SendFeedbackParams,
  hint: FeedbackHint = {},
): Promise<{ id: string; status: number }> {
  const event = eventFromFeedback({ url: location.href, ...params })
  let status = 0
  const stop = client.on('afterSendEvent', ({ event_id }, { statusCode = 200 }) => {
    if (event_id === id) status = statusCode
  })
  client.emit('beforeSendFeedback', event, hint)
  const id = client.captureEvent(event, hint)
  const isSettled = await client.flush(PATIENCE)
  stop()
  return { id, status: status || (isSettled ? 0 : 202) }
}

export function isAccepted(status: number): boolean {
  return status >= 200 && status < 300
}
