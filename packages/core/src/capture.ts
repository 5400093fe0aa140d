/** The capturing half of a client: what has to be noted at the very moment, and cannot be found out later. */
import type { Client } from './client.js'
import type { EventHint } from './event/hint.js'
import { isError, isObject, textMember } from './event/inspect.js'
import type { ParameterizedString } from './event/parameterize.js'
import { placeOf } from './event/synthetic.js'
import type { Event, SeverityLevel } from './protocol/event.js'
import { getCurrentScope, getGlobalScope, getIsolationScope } from './scope/current.js'
import type { CaptureContext, Scope, ScopeData } from './scope/scope.js'
import { createEventId } from './support/ids.js'
import { safely } from './support/safely.js'
import { nowInSeconds } from './support/time.js'

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

/** Something captured, of which no event has been made yet. */
export interface Capture {
  readonly kind: 'exception' | 'message' | 'event' | 'feedback'
  /** What was thrown, the text, or the event. */
  readonly given: unknown
  /** Of a message. */
  readonly level?: SeverityLevel | undefined
  readonly hint: EventHint & { event_id: string }
  /** When it was captured, in seconds since 1970. */
  readonly timestamp: number
  /** What the scopes held where and when it was captured, widest first. */
  readonly scopes: readonly ScopeData[]
  /** The scope that remembers which event was the last. */
  readonly memory: Scope
}

type Given = Pick<Capture, 'kind' | 'given' | 'level'> & { hint: EventHint }

/**
 * @param client asked for when it is needed, since it is made of this; nobody once it is closed
 * @param own what the client's events know instead of what the program's scopes hold
 * @param take where captures go
 */
export function createCapturing(
  client: () => Client | undefined,
  own: Scope | undefined,
  take: (capture: Capture) => void,
): Capturing & { note(exception: unknown, hint?: EventHint, scope?: Scope): Capture } {
  const seen = new WeakSet<object>()

  /**
   * True when this very object was captured before, as by a boundary and then by the global handler. Frozen objects are
   * remembered like others; a primitive cannot be told from its equals and is never a repeat.
   */
  function isRepeat(value: unknown): boolean {
    if (!isObject(value)) return false
    const isKnown = seen.has(value)
    seen.add(value)
    return isKnown
  }

  function start(what: Given, scope?: Scope): string {
    const event_id = what.hint.event_id ?? createEventId()
    if (client() && !isRepeat(what.hint.originalException)) take(captureOf(what, event_id, scope))
    return event_id
  }

  function captureOf(what: Given, event_id: string, scope?: Scope): Capture {
    const { captureContext, attachments = [], timestamp = nowInSeconds() } = what.hint
    const scopes = scopesOf(captureContext, scope).map((one) => one.getScopeData())
    return {
      ...what,
      hint: {
        ...what.hint,
        event_id,
        attachments: scopes.flatMap((one) => one.attachments ?? []).concat(attachments),
      },
      timestamp,
      scopes,
      memory: own ?? getIsolationScope(),
    }
  }

  /** What holds for one call, widest first: the program's scopes or the client's own, and what the call adds. */
  function scopesOf(context: CaptureContext | undefined, given?: Scope): Scope[] {
    const wide = own ? (given ? [own] : []) : [getGlobalScope(), getIsolationScope()]
    return [...wide, extended(given ?? own ?? getCurrentScope(), context)]
  }

  /** The hint with what was thrown; and, where that has no place of its own, with the place of the call. */
  function exception(
    thrown: unknown,
    hint: EventHint | undefined,
    entry: Parameters<typeof placeOf>[1],
  ): Given {
    const place = isError(thrown) ? {} : { syntheticException: placeOf(hint, entry) }
    return {
      kind: 'exception',
      given: thrown,
      hint: { ...hint, ...place, originalException: thrown },
    }
  }

  function captureException(thrown: unknown, hint?: EventHint, scope?: Scope): string {
    return start(exception(thrown, hint, captureException), scope)
  }

  function captureMessage(
    given: ParameterizedString,
    level?: SeverityLevel,
    hint?: EventHint,
    scope?: Scope,
  ): string {
    const isPlaced = client()?.getOptions().attachStacktrace
    const place = isPlaced && { syntheticException: placeOf(hint, captureMessage) }
    return start({ kind: 'message', given, level, hint: { ...hint, ...place } }, scope)
  }

  return {
    captureException,
    captureMessage,
    captureEvent(given, hint, scope) {
      const event_id = textMember(given, 'event_id') ?? hint?.event_id
      const kind = (textMember(given, 'type') ?? 'event') as Capture['kind']
      return start({ kind, given, hint: { ...hint, event_id } }, scope)
    },
    note(thrown, hint, scope) {
      const what = exception(thrown, hint, client()?.preview as never)
      what.hint.preview = true
      return captureOf(what, hint?.event_id ?? createEventId(), scope)
    },
  }
}

/** The scope with what the context adds to it, which leaves the scope itself as it is. */
function extended(scope: Scope, context: CaptureContext | undefined): Scope {
  if (!context) return scope
  return safely('captureContext', () => scope.clone().update(context)) ?? scope
}
