import type { Attachment } from '../delivery/attachments.js'
import type { Mechanism } from '../protocol/event.js'
import type { CaptureContext, ScopeContext } from '../scope/scope.js'

/** What is known of an event beyond the event: passed along its way and to callbacks, never sent. */
export interface EventHint {
  /** The id the event is to have. */
  event_id?: string | undefined
  /** When it happened, in seconds since 1970. @default now */
  timestamp?: number | undefined
  /** The value that was thrown or captured. */
  originalException?: unknown
  /** An error made where the capture call stands, for values that have no stack. */
  syntheticException?: Error | null
  mechanism?: Partial<Mechanism>
  captureContext?: CaptureContext
  /** Travel with the event. Callbacks see those of the scopes here, too, and may change the list. */
  attachments?: Attachment[] | undefined
  data?: unknown
  integrations?: string[]
  /** The event is only shown, by `client.preview()`, and not sent. */
  preview?: true
}

/** The second argument of `captureException`: a hint, or the context itself. */
export type HintOrContext = EventHint | CaptureContext

const CONTEXT_KEYS: readonly (keyof ScopeContext)[] = [
  'user',
  'level',
  'extra',
  'contexts',
  'tags',
  'fingerprint',
  'propagationContext',
]

/** A hint, whichever of its two forms was given. */
export function toHint(given: HintOrContext | undefined): EventHint | undefined {
  if (typeof given === 'function') return { captureContext: given }
  // `errors.forEach(captureException)` gives a number here.
  if (typeof given !== 'object' || given === null) return undefined
  const isContext = 'getScopeData' in given || CONTEXT_KEYS.some((key) => key in given)
  return isContext ? { captureContext: given as CaptureContext } : (given as EventHint)
}
