import { fieldsOf, numberOf, shortTextOf } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { objectOf, textIn } from '../items/text.js'
import type { ReceivedItem } from '../server/envelope.js'
import type { Arrival } from '../store/arrival.js'

export const checkInStatuses = ['in_progress', 'ok', 'error', 'missed', 'timeout'] as const
export type CheckInStatus = (typeof checkInStatuses)[number]

/** A check-in that is about to be stored. */
export interface NewCheckIn {
  /** Undefined for the latest that is in progress. */
  id?: string
  project: string
  slug: string
  environment: string
  receivedAt: string
  status: CheckInStatus
  /** Milliseconds. */
  duration?: number
  /** The monitor's configuration as JSON, where the check-in brings it. */
  config?: string
  payload: string
}

const longest = 200

/** Reads a `check_in` item; undefined without a monitor or with an unknown status. */
export function readCheckIn(item: ReceivedItem, arrival: Arrival): NewCheckIn | undefined {
  if (item.headers.type !== 'check_in') return undefined
  const fields = objectOf(item.payload)
  const slug = shortTextOf(fields?.monitor_slug, longest)
  const status = checkInStatuses.find((word) => word === fields?.status)
  const id = hexIdOf(fields?.check_in_id)
  if (!fields || slug === undefined || !status || !id) return undefined
  const config = fieldsOf(fields.monitor_config)
  const seconds = numberOf(fields.duration)
  const { project, receivedAt } = arrival
  return {
    ...(!/^0+$/.test(id) && { id }),
    project,
    slug,
    environment: shortTextOf(fields.environment, longest) ?? 'production',
    receivedAt,
    status,
    ...(seconds !== undefined && seconds >= 0 && { duration: seconds * 1000 }),
    ...(config && { config: JSON.stringify(config) }),
    payload: textIn(item.payload) ?? '{}',
  }
}
