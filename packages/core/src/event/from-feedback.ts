// What a page loads late to ask its visitors has this, and nothing else of core: it imports nothing.
import type { FeedbackEvent, Primitive } from '../protocol/event.js'

/** What somebody says, and about what. */
export interface SendFeedbackParams {
  /** Cut after 4096 characters: receivers refuse a longer one. */
  message: string
  name?: string | undefined
  /** Where to answer. */
  email?: string | undefined
  /** Of the page that it is about. */
  url?: string | undefined
  /** By which form it came. */
  source?: string | undefined
  /** The event that it is about, as capture calls return it. */
  associatedEventId?: string | undefined
  tags?: Record<string, Primitive> | undefined
}

/** In characters. */
const MAX_MESSAGE = 4096

/** The event that carries it; what is empty is left out. */
export function eventFromFeedback(params: SendFeedbackParams): FeedbackEvent {
  const { message, name, email, url, source, associatedEventId, tags } = { ...params }
  const feedback = {
    message: String(message ?? '').slice(0, MAX_MESSAGE),
    ...(name && { name }),
    ...(email && { contact_email: email }),
    ...(url && { url }),
    ...(source && { source }),
    ...(associatedEventId && { associated_event_id: associatedEventId }),
  }
  return { type: 'feedback', level: 'info', contexts: { feedback }, ...(tags && { tags }) }
}
