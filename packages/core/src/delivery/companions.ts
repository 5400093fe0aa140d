import type { EnvelopeItem } from '../protocol/envelope.js'

/** True for what needs no envelope of its own: it says nothing about the event that it travels with. */
export function isCompanion([{ type }]: EnvelopeItem): boolean {
  return type === 'session' || type === 'sessions' || type === 'client_report'
}
