import { createHash } from 'node:crypto'
import { readCheckIn } from '../check-ins/read.js'
import type { Arrival } from '../store/arrival.js'
import type { ReceivedItem } from './envelope.js'

/**
 * The same for envelopes without events that bring the same: their senders did not hear that they had arrived.
 * Undefined where equal envelopes may be two all the same, as the counted sessions of two processes,
 * or the check-ins of a job that names none of its runs.
 */
export function digestOf(arrival: Arrival): string | undefined {
  const { project, envelopeId, items } = arrival
  if (items.some((item) => mayBeEqual(item, arrival))) return undefined
  const hash = createHash('sha256').update(JSON.stringify([project, envelopeId]))
  for (const { headers, payload } of items) {
    hash.update(`\n${JSON.stringify(headers)}\n${payload.length}\n`).update(payload)
  }
  return hash.digest('hex')
}

function mayBeEqual(item: ReceivedItem, arrival: Arrival): boolean {
  const { type } = item.headers
  return (
    type === 'sessions' || (type === 'check_in' && readCheckIn(item, arrival)?.id === undefined)
  )
}
