import type { Client } from './client.js'
import type { EventHint } from './event/hint.js'
import type { Event } from './protocol/event.js'
import { safely } from './support/safely.js'

export type MaybePromise<T> = T | PromiseLike<T>

/** Sees, changes or drops (by `null`) an event on its way; may be asynchronous. */
export type EventProcessor = ((event: Event, hint: EventHint) => MaybePromise<Event | null>) & {
  id?: string
}

/** A part that hooks itself into a client: a plain object, made by a function named `xIntegration()`. */
export interface Integration {
  /** Unique within a client; the user's replaces a default of the same name. */
  readonly name: string
  /** Called once per process, whatever the number of clients. */
  setupOnce?(): void
  /** Called when the client starts; the returned function undoes it when the client closes. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a set-up that returns nothing has the type void
  setup?(client: Client): void | (() => void)
  afterAllSetup?(client: Client): void
  preprocessEvent?(event: Event, hint: EventHint, client: Client): void
  /** `null` drops the event. */
  processEvent?(event: Event, hint: EventHint, client: Client): MaybePromise<Event | null>
}

/** What users write into `integrations`: additions to the defaults, or a function of the defaults. */
export type IntegrationsOption = Integration[] | ((defaults: Integration[]) => Integration[])

/** The integrations to install, in order: defaults first, each name once, the user's own winning. */
export function chooseIntegrations(
  defaults: readonly Integration[],
  wanted: IntegrationsOption = [],
): Integration[] {
  const list = typeof wanted === 'function' ? wanted([...defaults]) : [...defaults, ...wanted]
  return [...new Map(list.filter(Boolean).map((one) => [one.name, one])).values()]
}

const setUpOnce = new Set<string>()

/** Hooks the integration into the client, until that closes. */
export function install(integration: Integration, client: Client): void {
  const { name } = integration
  client.on('preprocessEvent', (event, hint) => integration.preprocessEvent?.(event, hint, client))
  const processor: EventProcessor = (event, hint) =>
    (integration as Required<Integration>).processEvent(event, hint, client)
  if (integration.processEvent) client.addEventProcessor(Object.assign(processor, { id: name }))
  safely(name, () => {
    if (!setUpOnce.has(name)) integration.setupOnce?.()
    setUpOnce.add(name)
    const tearDown = integration.setup?.(client)
    if (tearDown) client.on('close', tearDown)
  })
}
