export type { Alert } from './alerts/alert.js'
export type {
  AlertKind,
  AlertOptions,
  EmailOptions,
  WantedAlerts,
  WebhookOptions,
} from './alerts/options.js'
export type { WebhookBody } from './alerts/webhook.js'
export type { ResolvedFrame } from './event/exceptions.js'
export type { Issue, StoredEvent, StoredItem } from './event/stored.js'
export { createInbox, type Inbox, type InboxOptions } from './inbox.js'
export { type FormatOptions, formatArrival } from './terminal/format.js'
export { wantsColor } from './terminal/paint.js'
