/** The way of an event, in order. Read this first. */
import type { MaybePromise } from '../integration.js'
import type { DiscardReason } from '../protocol/client-report.js'
import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { isThenable } from '../support/safely.js'
import { admit } from './admit.js'
import { beforeSend } from './before-send.js'
import { copy } from './copy.js'
import { deliver } from './deliver.js'
import { enrich } from './enrich.js'
import { fit } from './fit.js'
import { process } from './process.js'
import { type Outcome, type Step, type Way, walk } from './way.js'

const steps: readonly Step[] = [
  admit, //       noise rules, sampling
  enrich, //      options, scopes and trace, before the first await
  process, //     event processors of integrations, client and scopes
  copy, //        from here on the program's own objects are out of reach, and so are secrets
  beforeSend, //  the user's last word
  fit, //         within what receivers accept
  deliver, //     into an envelope, into the queue
]

/** Takes what `build` makes through all steps. What goes wrong on the way is a reason for the drop, too. */
export function travel(build: () => Event, way: Way): MaybePromise<Event | DiscardReason> {
  try {
    const outcome: Outcome = walk(steps, build(), way)
    return isThenable(outcome) ? outcome.then(undefined, lost) : outcome
  } catch (error) {
    return lost(error)
  }
}

function lost(error: unknown): DiscardReason {
  debug('Event lost:', error)
  return 'internal_sdk_error'
}
