import type { Client } from './client.js'
import type { EventHint } from './event/hint.js'
import type { Event } from './protocol/event.js'
import { debug } from './support/debug.js'
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
  wanted: IntegrationsOption | undefined,
): Integration[] {
  const list =
    typeof wanted === 'function' ? wanted([...defaults]) : [...defaults, ...(wanted ?? [])]
  return [...new Map(list.filter(Boolean).map((one) => [one.name, one])).values()]
}

export interface InstalledIntegrations {
  add(integration: Integration): void
  get(name: string): Integration | undefined
  names(): string[]
  all(): Integration[]
  /** Undoes every set-up, the newest first. */
  tearDown(): void
}

const setUpOnce = new Set<string>()

/** @param client asked for when it is needed, since it is made of this */
export function installIntegrations(client: () => Client): InstalledIntegrations {
  const installed = new Map<string, Integration>()
  const undo: (() => void)[] = []
  return {
    add(integration) {
      const { name } = integration
      if (installed.has(name)) return debug(`Integration skipped, already installed: ${name}`)
      installed.set(name, integration)
      safely(`set-up of integration ${name}`, () => {
        if (!setUpOnce.has(name)) integration.setupOnce?.()
        setUpOnce.add(name)
        const tearDown = integration.setup?.(client())
        if (tearDown) undo.push(tearDown)
      })
      debug(`Integration installed: ${name}`)
    },
    get: (name) => installed.get(name),
    names: () => [...installed.keys()],
    all: () => [...installed.values()],
    tearDown() {
      for (const fn of undo.splice(0).reverse()) safely('tear-down of an integration', fn)
    },
  }
}
