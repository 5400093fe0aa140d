import type { Client, Platform } from '../client.js'
import type { EventHint } from '../event/hint.js'
import { isObject } from '../event/inspect.js'
import type { MaybePromise } from '../integration.js'
import type { DiscardReason } from '../protocol/client-report.js'
import type { Event } from '../protocol/event.js'
import type { Scope } from '../scope/scope.js'
import { debug } from '../support/debug.js'
import { isThenable } from '../support/safely.js'

/** What accompanies one event on its way. */
export interface Way {
  readonly client: Client
  readonly platform: Platform
  readonly hint: EventHint & { event_id: string }
  /** The scopes in force where the event was captured, widest first. */
  readonly scopes: readonly [global: Scope, isolation: Scope, current: Scope]
}

/** Where a step or a whole way ends: at the event, changed or not, or at the reason why it was dropped. */
export type Outcome = MaybePromise<Event | DiscardReason>

export type Step = (event: Event, way: Way) => Outcome

/**
 * Takes the event through all steps. It waits only for those that give a promise: an event that no user code makes
 * wait is queued when this returns, and so survives a `process.exit()` on the next line.
 */
export function walk(steps: readonly Step[], start: Event, way: Way): Outcome {
  let event = start
  for (const [index, step] of steps.entries()) {
    const given = step(event, way)
    if (isThenable(given)) {
      return given.then((late) =>
        typeof late === 'string' ? late : walk(steps.slice(index + 1), late, way),
      )
    }
    if (typeof given === 'string') return given
    event = given
  }
  return event
}

/** A step that asks a function of the user's. Unless it gives an event the event is dropped, for `reason`. */
export function asking(
  ask: (event: Event, hint: EventHint) => unknown,
  reason: DiscardReason,
  name: string | undefined,
): Step {
  const drop = (why: unknown): DiscardReason => {
    debug(`Event dropped by ${name}:`, why)
    return reason
  }
  const judge = (answer: unknown): Event | DiscardReason =>
    isObject(answer) ? (answer as Event) : drop(answer)
  return (event, { hint }) => {
    try {
      const answer = ask(event, hint)
      return isThenable(answer) ? answer.then(judge, drop) : judge(answer)
    } catch (error) {
      return drop(error)
    }
  }
}
