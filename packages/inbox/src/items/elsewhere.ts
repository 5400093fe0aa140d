import { readCheckIn } from '../check-ins/read.js'
import { readFeedback } from '../feedback/read.js'
import { readLogs } from '../logs/read.js'
import { readSession } from '../releases/read.js'
import type { ReceivedItem } from '../server/envelope.js'
import type { Arrival } from '../store/arrival.js'
import { readTransaction } from '../transactions/read.js'
import { readSpans } from '../transactions/streamed.js'

const readers: Record<string, (item: ReceivedItem, arrival: Arrival) => unknown> = {
  transaction: readTransaction,
  span: readSpans,
  session: readSession,
  log: readLogs,
  feedback: readFeedback,
  user_report: readFeedback,
  check_in: readCheckIn,
}

/**
 * Whether another room keeps all that an item says, so that a raw copy would only be a second one. What came with an
 * event stays beside it as it came; so does what its room cannot read, or counts without keeping.
 */
export function isKeptElsewhere(item: ReceivedItem, arrival: Arrival): boolean {
  const { type } = item.headers
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  return arrival.event === undefined && read?.(item, arrival) !== undefined
}
