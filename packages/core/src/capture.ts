/** The capturing half of a client: makes events of what it is given and sends them on their way. */
import type { Client, Platform } from './client.js'
import type { Ledger } from './delivery/ledger.js'
import { eventFromException, eventFromMessage } from './event/from-unknown.js'
import type { EventHint } from './event/hint.js'
import { isError, isObject, textMember } from './event/inspect.js'
import type { ParameterizedString } from './event/parameterize.js'
import { placeOf } from './event/synthetic.js'
import { admit } from './pipeline/admit.js'
import { deliver, envelopeOf } from './pipeline/deliver.js'
import { createFloodControl, type FloodOptions } from './pipeline/flood-control.js'
import { lost, travel } from './pipeline/index.js'
import { type Drop, isDrop, type Way } from './pipeline/way.js'
import type { Envelope } from './protocol/envelope.js'
import type { Event, SeverityLevel } from './protocol/event.js'
import { getCurrentScope, getGlobalScope, getIsolationScope } from './scope/current.js'
import type { CaptureContext, Scope } from './scope/scope.js'
import { createEventId } from './support/ids.js'
import { isThenable, safely } from './support/safely.js'
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

export interface Previewing {
  /** The envelope that `captureException` would send of this value here and now, if it would send one. */
  preview(exception: unknown, hint?: EventHint, scope?: Scope): Promise<Envelope | undefined>
  /** Lets everything go that flood control holds back. */
  release(): void
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
  floodOptions: FloodOptions | false,
): Capturing & Previewing {
  const seen = new WeakSet<object>()
  const floods = floodOptions ? createFloodControl(floodOptions) : undefined

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

  function start(build: () => Event, hint: EventHint, scope?: Scope): string {
    const event_id = hint.event_id ?? createEventId()
    const open = client()
    if (!open || isRepeat(hint.originalException)) return event_id
    ledger.captured()
    const way = wayOf(open, { ...hint, event_id }, scope)
    const event = admitted(build, way)
    if (isDrop(event)) settle(event, way)
    else {
      const scope = platform.scope ?? getIsolationScope()
      scope.setLastEventId(event_id)
      const go = (event: Event): void => follow(event, way)
      if (floods) floods.pass(event, go, () => settle(SUPPRESSED, way, event))
      else go(event)
    }
    return event_id
  }

  function wayOf(client: Client, hint: Way['hint'], scope?: Scope): Way {
    const data = scopesOf(hint.captureContext, scope).map((one) => one.getScopeData())
    const attachments = data.flatMap((one) => one.attachments ?? []).concat(hint.attachments ?? [])
    return {
      client,
      platform,
      hint: { ...hint, attachments },
      timestamp: nowInSeconds(),
      scopes: data,
    }
  }

  /** What holds for one call, widest first: the program's scopes or the client's own, and what the call adds. */
  function scopesOf(context: CaptureContext | undefined, given?: Scope): Scope[] {
    const { scope: own } = platform
    const wide = own ? (given ? [own] : []) : [getGlobalScope(), getIsolationScope()]
    return [...wide, extended(given ?? own ?? getCurrentScope(), context)]
  }

  function follow(event: Event, way: Way): void {
    const outcome = travel(event, way, deliver)
    if (!isThenable(outcome)) {
      settle(outcome, way, event)
      return
    }
    const journey = outcome.then((late) => {
      settle(late, way, event)
      journeys.delete(journey)
    })
    journeys.add(journey)
  }

  function settle(outcome: Event | Drop, { hint }: Way, event?: Event): void {
    if (!isDrop(outcome)) return
    const { dropped, rule } = outcome
    ledger.dropped(dropped, 'error', 1, rule, event)
    // They go with their event.
    const { length } = hint.attachments ?? []
    if (length) ledger.dropped(dropped, 'attachment', length, rule)
  }

  /** The hint with what was thrown; and, where that has no place of its own, with the place of the call. */
  function hintFor(
    thrown: unknown,
    hint: EventHint | undefined,
    entry: Parameters<typeof placeOf>[1],
  ): EventHint {
    const place = isError(thrown) ? {} : { syntheticException: placeOf(hint, entry) }
    return { ...hint, ...place, originalException: thrown }
  }

  function eventOf(thrown: unknown, hint: EventHint): Event {
    return eventFromException(thrown, hint, platform, client()?.getOptions().linkedErrors)
  }

  const capturing: Capturing & Previewing = {
    captureException(thrown, hint, scope) {
      const full = hintFor(thrown, hint, capturing.captureException)
      return start(() => eventOf(thrown, full), full, scope)
    },
    captureMessage(message, level, hint = {}, scope) {
      const isPlaced = client()?.getOptions().attachStacktrace
      const place = isPlaced ? placeOf(hint, capturing.captureMessage) : undefined
      return start(() => eventFromMessage(message, hint, platform, place, level), hint, scope)
    },
    captureEvent(event, hint, scope) {
      return start(
        () => event,
        { ...hint, event_id: textMember(event, 'event_id') ?? hint?.event_id },
        scope,
      )
    },
    async preview(thrown, hint, scope) {
      const open = client()
      if (!open) return undefined
      const event_id = hint?.event_id ?? createEventId()
      const full = { ...hintFor(thrown, hint, open.preview), event_id, preview: true as const }
      const way = wayOf(open, full, scope)
      const event = admitted(() => eventOf(thrown, full), way)
      const outcome = isDrop(event) ? event : await travel(event, way, (event) => event)
      return isDrop(outcome) ? undefined : envelopeOf(outcome, way)
    },
    release: () => floods?.release(),
  }
  return capturing
}

const SUPPRESSED: Drop = { dropped: 'backpressure', rule: 'floodControl' }

function admitted(build: () => Event, way: Way): Event | Drop {
  try {
    return admit(build(), way)
  } catch (error) {
    return lost(error)
  }
}

/** The scope with what the context adds to it, which leaves the scope itself as it is. */
function extended(scope: Scope, context: CaptureContext | undefined): Scope {
  if (!context) return scope
  return safely('captureContext', () => scope.clone().update(context)) ?? scope
}
