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
import { scrub } from './scrub.js'
import type { Step, Way } from './way.js'

const steps: readonly Step[] = [
  admit, //       noise rules, sampling
  enrich, //      options, scopes and trace, before the first await
  process, //     event processors of integrations, client and scopes
  copy, //        from here on nothing of the program's own objects can be changed
  scrub, //       secrets out
  beforeSend, //  the user's last word
  fit, //         within what receivers accept
  deliver, //     into an envelope, into the queue
]

type Outcome = DiscardReason | undefined

/**
 * Takes what `build` makes through all steps, and gives the reason why it was dropped, or nothing when it was queued.
 *
 * It waits only for steps that gave a promise: an event that no user code makes wait is queued when this returns, and
 * so survives a `process.exit()` on the next line.
 */
export function travel(build: () => Event, way: Way): MaybePromise<Outcome> {
  try {
    const outcome = onward(0, build(), way)
    return isThenable(outcome) ? outcome.then(undefined, lost) : outcome
  } catch (error) {
    return lost(error)
  }
}

function onward(from: number, start: Event, way: Way): MaybePromise<Outcome> {
  let event = start
  for (let index = from; index < steps.length; index++) {
    const given = (steps[index] as Step)(event, way)
    if (isThenable(given)) {
      return given.then((late) => (typeof late === 'string' ? late : onward(index + 1, late, way)))
    }
    if (typeof given === 'string') return given
    event = given
  }
  return undefined
}

function lost(error: unknown): DiscardReason {
  debug('An event was lost by a mistake of the SDK', error)
  return 'internal_sdk_error'
}
