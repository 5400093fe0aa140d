import { createHash } from 'node:crypto'
import type { Arrival } from '../store/arrival.js'

/**
 * The same for envelopes without events that bring the same: their senders did not hear that they had arrived.
 * Undefined where equal envelopes may be two all the same, as the counted sessions of two processes.
 */
export function digestOf({ project, envelopeId, items }: Arrival): string | undefined {
  if (items.some(({ headers }) => headers.type === 'sessions')) return undefined
  const hash = createHash('sha256').update(JSON.stringify([project, envelopeId]))
  for (const { headers, payload } of items) {
    hash.update(`\n${JSON.stringify(headers)}\n${payload.length}\n`).update(payload)
  }
  return hash.digest('hex')
}
