import type { Integration } from '../integration.js'
import { safely } from '../support/safely.js'

/** The members, at any depth, that make one event the same as another. */
const IDENTITY = [
  'message',
  'logentry',
  'formatted',
  'params',
  'fingerprint',
  'exception',
  'values',
  'type',
  'value',
  'stacktrace',
  'frames',
  'filename',
  'function',
  'lineno',
  'colno',
]

/** Drops an error that is the same as the one right before it: same title, same fingerprint, same frames. */
export function dedupeIntegration(): Integration {
  let previous: string | undefined
  return {
    name: 'Dedupe',
    processEvent(event, { preview }) {
      // One that stands for others is no repeat, and one that is only shown is none either.
      if (preview || event.contexts?.mayday?.suppressed) return event
      // What cannot be compared is not dropped.
      const present = safely('dedupe', () => JSON.stringify(event, IDENTITY))
      if (present && present === previous) return null
      previous = present
      return event
    },
  }
}
