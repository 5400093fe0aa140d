/** The way of an event, in order. Read this first. */

import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { isThenable } from '../support/safely.js'
import { beforeSend } from './before-send.js'
import { copy } from './copy.js'
import { markFrames, nameImages } from './debug-ids.js'
import { enrich } from './enrich.js'
import { fit } from './fit.js'
import { process } from './process.js'
import { type Drop, type Outcome, type Step, type Way, walk } from './way.js'

/**
 * What comes before: `admit` (noise rules, the user's filters, sampling) and flood control, which may hold an event
 * back for a while. What comes after is the last step, which is given: `deliver`, or a preview.
 */
const steps: readonly Step[] = [
  enrich, //      options, scopes and trace
  markFrames, //  which build each file is of
  process, //     event processors of integrations, client and scopes
  copy, //        from here on the program's own objects are out of reach, and so are secrets
  nameImages, //  where the builds are told
  beforeSend, //  the user's last word
  fit, //         within what receivers accept
]

/** Takes the event through all steps to the last. What goes wrong on the way is a reason for the drop, too. */
export function travel(event: Event, way: Way, last: Step): Outcome {
  try {
    const outcome = walk([...steps, last], event, way)
    return isThenable(outcome) ? outcome.then(undefined, lost) : outcome
  } catch (error) {
    return lost(error)
  }
}

export function lost(error: unknown): Drop {
  debug('Event lost:', error)
  return { dropped: 'internal_sdk_error' }
}
