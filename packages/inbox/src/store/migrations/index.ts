import { artifactTables } from './initial/artifacts.js'
import { checkInTables } from './initial/check-ins.js'
import { acceptedTables, discardTables } from './initial/discards.js'
import { eventTables } from './initial/events.js'
import { feedbackTables } from './initial/feedback.js'
import { itemTables } from './initial/items.js'
import { logTables } from './initial/logs.js'
import { releaseDetailTables } from './initial/release-details.js'
import { sessionTables } from './initial/sessions.js'
import { transactionTables } from './initial/transactions.js'

/** The statements of each version, in order. What was released once is never changed: a new version follows. */
export const migrations: readonly (readonly string[])[] = [
  [
    ...eventTables,
    ...itemTables,
    ...discardTables,
    ...acceptedTables,
    ...transactionTables,
    ...sessionTables,
    ...logTables,
    ...feedbackTables,
    ...checkInTables,
    ...artifactTables,
    ...releaseDetailTables,
  ],
]
