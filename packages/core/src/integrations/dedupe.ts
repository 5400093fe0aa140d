import type { Integration } from '../integration.js'
import type { Event } from '../protocol/event.js'
import { safely } from '../support/safely.js'

/** Drops an error that is the same as the one right before it: same title, same fingerprint, same frames. */
export function dedupeIntegration(): Integration {
  let previous: string | undefined
  return {
    name: 'Dedupe',
    processEvent(event, { preview }) {
      // What stands for others is no repeat; what is only shown, and what a user says, is none either.
      if (preview || event.type || event.contexts?.mayday?.suppressed) return event
      // What cannot be compared is not dropped.
      const present = safely('dedupe', () => identityOf(event))
      if (present && present === previous) return null
      previous = present
      return event
    },
  }
}

/** All of what happened and where; how it was noticed is no part of that, but the digest by which React hides the rest. */
function identityOf({ message, logentry, fingerprint, exception }: Event): string {
  const values = exception?.values?.map((value) => ({
    ...value,
    mechanism: value.mechanism?.data?.digest,
  }))
  return JSON.stringify([message, logentry, fingerprint, values])
}
