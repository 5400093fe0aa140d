/** The capturing half of a client: makes events of what it is given and sends them on their way. */
import type { Client, Platform } from './client.js'
import type { Ledger } from './delivery/ledger.js'
import { eventFromException, eventFromMessage } from './event/from-unknown.js'
import type { EventHint } from './event/hint.js'
import { isError } from './event/inspect.js'
import type { ParameterizedString } from './event/parameterize.js'
import { syntheticError } from './event/synthetic.js'
import { isRepeat } from './pipeline/admit.js'
import { travel } from './pipeline/index.js'
import type { Way } from './pipeline/way.js'
import type { DiscardReason } from './protocol/client-report.js'
import type { Event, SeverityLevel } from './protocol/event.js'
import { getCurrentScope, getGlobalScope, getIsolationScope } from './scope/current.js'
import type { CaptureContext, Scope } from './scope/scope.js'
import { createEventId } from './support/ids.js'
import { isThenable, safely } from './support/safely.js'

export interface Capturing {
  captureException(exception: unknown, hint?: EventHint, scope?: Scope): string
  captureMessage(
    message: ParameterizedString,
    level?: SeverityLevel,
    hint?: EventHint,
    scope?: Scope,
  ): string
  captureEvent(event: Event, hint?: EventHint, scope?: Scope): string
}

/**
 * @param client asked for when it is needed, since it is made of this; nobody once it is closed
 * @param journeys holds what user code makes wait
 */
export function createCapturing(
  client: () => Client | undefined,
  platform: Platform,
  ledger: Ledger,
  journeys: Set<PromiseLike<void>>,
): Capturing {
  function start(build: () => Event, hint: EventHint, scope?: Scope): string {
    const event_id = hint.event_id ?? createEventId()
    const open = client()
    if (!open || isRepeat(hint.originalException)) return event_id
    ledger.captured()
    const scopes: Way['scopes'] = [
      getGlobalScope(),
      getIsolationScope(),
      scopeFor(hint.captureContext, scope),
    ]
    const attachments = scopes.flatMap((one) => one.getScopeData().attachments)
    const full = { ...hint, event_id, attachments: attachments.concat(hint.attachments ?? []) }
    const outcome = travel(build, { client: open, platform, hint: full, scopes })
    if (!isThenable(outcome)) settle(outcome, full)
    else {
      const journey = outcome.then((late) => {
        settle(late, full)
        journeys.delete(journey)
      })
      journeys.add(journey)
    }
    return event_id
  }

  function settle(outcome: Event | DiscardReason, { attachments }: EventHint): void {
    if (typeof outcome !== 'string') return
    ledger.dropped(outcome, 'error')
    // They go with their event.
    if (attachments?.length) ledger.dropped(outcome, 'attachment', attachments.length)
  }

  const capturing: Capturing = {
    captureException(exception, hint, scope) {
      const full = { ...hint, originalException: exception }
      // `null` says that there is no place worth showing.
      if (full.syntheticException === undefined && !isError(exception)) {
        full.syntheticException = syntheticError(capturing.captureException)
      }
      return start(() => eventFromException(exception, full, platform), full, scope)
    },
    captureMessage(message, level, hint = {}, scope) {
      const place = client()?.getOptions().attachStacktrace
        ? (hint.syntheticException ?? syntheticError(capturing.captureMessage))
        : undefined
      return start(() => eventFromMessage(message, hint, platform, place, level), hint, scope)
    },
    captureEvent(event, hint, scope) {
      return start(() => event, { ...hint, event_id: event?.event_id ?? hint?.event_id }, scope)
    },
  }
  return capturing
}

/** The scope of one call: the given or the current one, with what the call adds to it. */
function scopeFor(context: CaptureContext | undefined, scope: Scope = getCurrentScope()): Scope {
  if (!context) return scope
  return safely('captureContext', () => scope.clone().update(context)) ?? scope
}
