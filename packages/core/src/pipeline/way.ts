import type { Client } from '../client.js'
import type { FullPlatform } from '../dispatch.js'
import type { EventHint } from '../event/hint.js'
import { isObject } from '../event/inspect.js'
import type { MaybePromise } from '../integration.js'
import type { DiscardReason } from '../protocol/client-report.js'
import type { Event } from '../protocol/event.js'
import type { PropagationContext, ScopeData } from '../scope/scope.js'
import { debug } from '../support/debug.js'
import { isThenable } from '../support/safely.js'

/** What accompanies one event on its way. */
export interface Way {
  /** What it counts as. Feedback is no error, and goes past what is there to choose among these. */
  readonly category: 'error' | 'feedback'
  readonly client: Client
  readonly platform: FullPlatform
  readonly hint: EventHint & { event_id: string }
  /** When the event was captured, in seconds since 1970. */
  readonly timestamp: number
  /** What the scopes held where and when the event was captured, widest first; the last one's trace is the event's. */
  readonly scopes: readonly ScopeData[]
}

/** Why an event went no further. */
export interface Drop {
  readonly dropped: DiscardReason
  /** The rule, integration or callback that wanted it so. */
  readonly rule?: string | undefined
}

/** Where a step or a whole way ends: at the event, changed or not, or at the reason why it was dropped. */
export type Outcome = MaybePromise<Event | Drop>

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
      return given.then((late) => (isDrop(late) ? late : walk(steps.slice(index + 1), late, way)))
    }
    if (isDrop(given)) return given
    event = given
  }
  return event
}

/** The trace that the event belongs to. */
export function traceOf({ scopes }: Way): PropagationContext {
  return (scopes.at(-1) as ScopeData).propagationContext
}

export function isDrop(outcome: Event | Drop): outcome is Drop {
  return 'dropped' in outcome
}

/** A step that asks a function of the user's. Unless it gives an event the event is dropped. */
export function asking(
  ask: (event: Event, hint: EventHint) => unknown,
  dropped: DiscardReason,
  rule: string | undefined,
): Step {
  const drop = (why: unknown): Drop => {
    debug(`Event dropped by ${rule}:`, why)
    return { dropped, rule }
  }
  const judge = (answer: unknown): Event | Drop =>
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
