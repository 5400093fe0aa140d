import type { Integration } from '../integration.js'
import type { Event } from '../protocol/event.js'

/** Drops an error that is the same as the one right before it: same title, same fingerprint, same frames. */
export function dedupeIntegration(): Integration {
  let previous: string | undefined
  return {
    name: 'Dedupe',
    processEvent(event) {
      const present = identity(event)
      if (present === previous) return null
      previous = present
      return event
    },
  }
}

function identity({ message, exception, fingerprint }: Event): string {
  const values = exception?.values?.map(({ type, value, stacktrace }) => [
    type,
    value,
    stacktrace?.frames?.map(({ filename, function: name, lineno, colno }) => [
      filename,
      name,
      lineno,
      colno,
    ]),
  ])
  return JSON.stringify([message, values, fingerprint])
}
