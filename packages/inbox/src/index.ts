export type { ResolvedFrame } from './event/exceptions.js'
export type { Issue, StoredEvent, StoredItem } from './event/stored.js'
export { createInbox, type Inbox, type InboxOptions } from './inbox.js'
export { type FormatOptions, formatArrival, wantsColor } from './terminal/format.js'
