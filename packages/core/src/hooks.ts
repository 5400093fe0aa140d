import type { Capture } from './capture.js'
import type { TransportResponse } from './delivery/transport.js'
import type { EventHint } from './event/hint.js'
import type { Envelope } from './protocol/envelope.js'
import type { Breadcrumb, BreadcrumbHint, Event, FeedbackEvent } from './protocol/event.js'
import { safely } from './support/safely.js'

/** The moments in a client's life that integrations can follow, with what they are told. */
export interface ClientHooks {
  /** Something was captured, but what makes an event of it has not been loaded yet. */
  hold: [capture: Capture]
  /** The event is complete, but no processor has seen it. */
  preprocessEvent: [event: Event, hint: EventHint]
  /** A user says something. */
  beforeSendFeedback: [feedback: FeedbackEvent, hint: EventHint]
  /** The event has passed `beforeSend` and is about to be queued. */
  beforeSendEvent: [event: Event, hint: EventHint]
  /** The envelope is about to be queued. */
  beforeEnvelope: [envelope: Envelope]
  /** The receiver has answered, and will not be asked again. */
  afterSendEvent: [event: Event, response: TransportResponse]
  /** The event is left out by `sampleRate`, or another one stands for it. */
  sampledOut: [event: Event]
  /** A request of the page is about to leave a breadcrumb, which listeners may add to. */
  beforeOutgoingRequestBreadcrumb: [breadcrumb: Breadcrumb, hint: BreadcrumbHint]
  /** The breadcrumb has passed `beforeBreadcrumb`. */
  beforeAddBreadcrumb: [breadcrumb: Breadcrumb, hint: BreadcrumbHint | undefined]
  flush: []
  close: []
}

export interface Hooks {
  /** Calls `listener` each time, and returns what ends that. */
  on<K extends keyof ClientHooks>(hook: K, listener: (...args: ClientHooks[K]) => void): () => void
  emit<K extends keyof ClientHooks>(hook: K, ...args: ClientHooks[K]): void
}

/** Makes an emitter whose listeners cannot disturb each other or the caller. */
export function createHooks(): Hooks {
  const listeners: Partial<Record<keyof ClientHooks, Set<unknown>>> = {}
  return {
    on(hook, listener) {
      listeners[hook] ??= new Set()
      const set = listeners[hook].add(listener)
      return () => set.delete(listener)
    },
    emit(hook, ...args) {
      for (const listener of listeners[hook] ?? []) {
        safely(hook, () => (listener as (...all: unknown[]) => void)(...args))
      }
    },
  }
}
