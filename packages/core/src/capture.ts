/** The capturing half of a client: makes events of what it is given and sends them on their way. */
import type { Client, Platform } from './client.js'
import type { Ledger } from './delivery/ledger.js'
import { settledWithin } from './delivery/transport.js'
import { type BuildOptions, eventFromException, eventFromMessage } from './event/from-unknown.js'
import type { EventHint } from './event/hint.js'
import { isError } from './event/inspect.js'
import { syntheticError } from './event/synthetic.js'
import { isRepeat } from './pipeline/admit.js'
import { travel } from './pipeline/index.js'
import type { DiscardReason } from './protocol/client-report.js'
import type { Event, SeverityLevel } from './protocol/event.js'
import { getCurrentScope, getGlobalScope, getIsolationScope } from './scope/current.js'
import type { CaptureContext, Scope } from './scope/scope.js'
import { createEventId } from './support/ids.js'
import { isThenable, safely } from './support/safely.js'

export interface Capturing {
  captureException(exception: unknown, hint?: EventHint, scope?: Scope): string
  captureMessage(message: string, level?: SeverityLevel, hint?: EventHint, scope?: Scope): string
  captureEvent(event: Event, hint?: EventHint, scope?: Scope): string
  /** Events that are still in the pipeline. */
  underWay(): number
  /** `true` once they all have left it, `false` when `timeout` (ms) passed first. */
  settled(timeout?: number): Promise<boolean>
  stop(): void
}

/** @param client asked for when it is needed, since it is made of this */
export function createCapturing(
  client: () => Client,
  platform: Platform,
  ledger: Ledger,
): Capturing {
  const journeys = new Set<PromiseLike<void>>()
  const inPipeline = new Set<object>()
  let isOpen = true

  function track(journey: PromiseLike<void>): void {
    journeys.add(journey)
    void journey.then(() => journeys.delete(journey))
  }

  function start(build: (options: BuildOptions) => Event, hint: EventHint, scope?: Scope): string {
    const event_id = hint.event_id ?? createEventId()
    if (!isOpen || isRepeat(hint.originalException)) return event_id
    ledger.captured()
    const hintWithId = { ...hint, event_id }
    const leave = (): void => void inPipeline.delete(hintWithId)
    inPipeline.add(hintWithId)
    const settle = (reason: DiscardReason | undefined): void => {
      leave()
      if (reason) ledger.dropped(reason, 'error')
    }
    const journey = travel(() => build(buildOptions(client(), platform)), {
      client: client(),
      platform,
      hint: hintWithId,
      scopes: [getGlobalScope(), getIsolationScope(), scopeFor(hint.captureContext, scope)],
      leave,
    })
    if (isThenable(journey)) track(journey.then(settle))
    else settle(journey)
    return event_id
  }

  const capturing: Capturing = {
    captureException(exception, hint, scope) {
      const full = { ...hint, originalException: exception }
      // `null` says that there is no place worth showing.
      if (full.syntheticException === undefined && !isError(exception)) {
        full.syntheticException = syntheticError(capturing.captureException)
      }
      return start((options) => eventFromException(exception, full, options), full, scope)
    },
    captureMessage(message, level, hint, scope) {
      const full = { ...hint }
      if (client().getOptions().attachStacktrace) {
        full.syntheticException ??= syntheticError(capturing.captureMessage)
      }
      const build = (options: BuildOptions): Event => eventFromMessage(message, full, options)
      return start((options) => ({ ...build(options), ...(level ? { level } : {}) }), full, scope)
    },
    captureEvent(event, hint, scope) {
      const id = event.event_id ?? hint?.event_id
      return start(() => ({ ...event }), id ? { ...hint, event_id: id } : { ...hint }, scope)
    },
    underWay: () => inPipeline.size,
    settled: (timeout) => settledWithin(journeys, timeout),
    stop: () => {
      isOpen = false
    },
  }
  return capturing
}

function buildOptions(client: Client, platform: Platform): BuildOptions {
  return {
    stackParser: client.getStackParser(),
    titleOfObject: platform.titleOfObject,
    attachStacktrace: client.getOptions().attachStacktrace,
  }
}

/** The scope of one call: the given or the current one, with what the call adds to it. */
function scopeFor(context: CaptureContext | undefined, scope: Scope = getCurrentScope()): Scope {
  if (!context) return scope
  return safely('capture context', () => scope.clone().update(context)) ?? scope
}
