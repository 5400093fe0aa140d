import { alertTables } from './initial/alerts.js'
import { discardTables } from './initial/discards.js'
import { eventTables } from './initial/events.js'
import { itemTables } from './initial/items.js'

/** The statements of each version, in order. What was released once is never changed: a new version follows. */
export const migrations: readonly (readonly string[])[] = [
  [...eventTables, ...itemTables, ...discardTables, ...alertTables],
]
