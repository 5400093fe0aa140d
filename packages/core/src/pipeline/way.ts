import type { Client, Platform } from '../client.js'
import type { EventHint } from '../event/hint.js'
import type { MaybePromise } from '../integration.js'
import type { DiscardReason } from '../protocol/client-report.js'
import type { Event } from '../protocol/event.js'
import type { Scope } from '../scope/scope.js'

/** What accompanies one event on its way. */
export interface Way {
  readonly client: Client
  readonly platform: Platform
  readonly hint: EventHint & { event_id: string }
  /** The scopes in force where the event was captured, widest first. */
  readonly scopes: readonly [global: Scope, isolation: Scope, current: Scope]
  /** Says that the event leaves the pipeline, right before others account for it. */
  leave(): void
}

/** A step gives the event back, changed or not, or the reason why it ends here. */
export type Step = (event: Event, way: Way) => MaybePromise<Event | DiscardReason>
