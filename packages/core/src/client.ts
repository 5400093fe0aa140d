import { type Capturing, createCapturing } from './capture.js'
import { createDelivery } from './delivery/delivery.js'
import { envelopeText } from './delivery/envelope.js'
import { createLedger, type Stats } from './delivery/ledger.js'
import type { MakeStore } from './delivery/store.js'
import {
  type Transport,
  type TransportAddress,
  type TransportOptions,
  type TransportResponse,
  within,
} from './delivery/transport.js'
import type { EventHint } from './event/hint.js'
import type { StackParser } from './event/stack-parser.js'
import { createHooks, type Hooks } from './hooks.js'
import {
  chooseIntegrations,
  type EventProcessor,
  type Integration,
  install,
} from './integration.js'
import {
  type Consent,
  isConsent,
  type Options,
  type ResolvedOptions,
  resolveOptions,
} from './options.js'
import type { NoiseRules } from './pipeline/noise.js'
import type { DataCategory, DiscardReason } from './protocol/client-report.js'
import type { Envelope } from './protocol/envelope.js'
import type { SdkInfo } from './protocol/event.js'
import { getCurrentScope } from './scope/current.js'
import { claimScripts } from './scope/owner.js'
import type { Scope } from './scope/scope.js'
import { debug, setDebug, warn } from './support/debug.js'
import { type DsnComponents, parseDsn } from './support/dsn.js'
import { safely } from './support/safely.js'

/** What a platform brings along. */
export interface Platform {
  /** What events say they come from. */
  readonly name: 'javascript' | 'node'
  readonly sdk: { readonly name: string; readonly version: string; readonly packages: string[] }
  readonly stackParser: StackParser
  /** Installed unless the user says otherwise. */
  readonly integrations: () => Integration[]
  /** Where to post, and as who; by default everything is in the query, where a browser needs no preflight. */
  readonly address?: (dsn: DsnComponents, client: string) => TransportAddress
  /** The title of a thrown object that is no error; by its keys where this knows none. */
  readonly titleOfObject?: (value: object, how: string) => string | undefined
  /** Brings envelopes to the receiver; without one the user has to give a transport. */
  readonly transport?: (options: TransportOptions) => Transport
  /** What the client's events know instead of what the program's scopes hold. */
  readonly scope?: Scope
  /** What is known to say nothing about the program. */
  readonly noise?: NoiseRules
  /** Envelopes under way at once. @default 8 */
  readonly concurrency?: number
  /** Keeps envelopes beyond the end of the program. */
  readonly store?: MakeStore
}

/** Captures what it is given and brings it to one receiver. None of its methods throws. */
export interface Client extends Capturing, Hooks {
  getOptions(): ResolvedOptions
  getDsn(): DsnComponents | undefined
  /** Nothing where the client is to send nothing. */
  getTransport(): Transport | undefined
  getSdkMetadata(): SdkInfo
  /** Where to put what all of this client's events are to know: the current scope, or one of its own. */
  getScope(): Scope
  /** Starts the integrations; once, however often it is called. */
  init(): void
  addEventProcessor(processor: EventProcessor): void
  getEventProcessors(): EventProcessor[]
  addIntegration(integration: Integration): void
  getIntegrationByName<T extends Integration = Integration>(name: string): T | undefined
  /** Reads stacks as this client's events do. */
  getStackParser(): StackParser
  /** Queues an envelope of any kind. */
  sendEnvelope(envelope: Envelope): void
  recordDroppedEvent(reason: DiscardReason, category: DataCategory, count?: number): void
  /**
   * The very text that `captureException` would send of this value here and now, and sends nothing. Empty where it
   * would send nothing either.
   */
  preview(exception: unknown, hint?: EventHint, scope?: Scope): Promise<string>
  /** What became of everything captured so far. */
  stats(): Stats
  /** Lets events go, keeps them in memory, or throws them away: see the option `consent`. */
  setConsent(consent: Consent): void
  /** Envelopes that are not settled yet and may be sent, the most important first, ready to be sent by other means. */
  pendingEnvelopes(): Envelope[]
  /** Enters the answer to one of `pendingEnvelopes()` that was sent by other means. */
  answered(envelope: Envelope, response: TransportResponse): void
  /**
   * `true` once all captured before has settled, `false` when `timeout` passed first or consent is missing; in ms, 0 or
   * nothing for the option `shutdownTimeout`. What is left then is still tried again.
   */
  flush(timeout?: number): Promise<boolean>
  /** Undoes at once what the integrations did and captures nothing more; then as `flush`. */
  close(timeout?: number): Promise<boolean>
}

/** Makes a client and starts its integrations. It is nobody's default until `init()` or a scope makes it so. */
export function createClient(options: Options, platform: Platform): Client {
  const client = buildClient(options, platform)
  client.init()
  const { initialScope } = client.getOptions()
  if (initialScope) safely('initialScope', () => client.getScope().update(initialScope))
  return client
}

/** Makes a client that captures what it is given; its integrations wait for its `init()`. */
export function buildClient(given: Options, defaults: Platform): Client {
  const options = resolveOptions(given, defaults.noise)
  if (options.debug) setDebug(true)
  const { stackParser = defaults.stackParser } = options
  const platform = { ...defaults, stackParser }
  const dsn = parseDsn(options.dsn)
  const ledger = createLedger(() => delivery?.release(), options)
  const hooks = createHooks()
  const delivery = createDelivery(options, dsn, platform, ledger, hooks)
  const processors: EventProcessor[] = []
  const installed = new Map<string, Integration>()
  const journeys = new Set<PromiseLike<void>>()
  let isStarted = false

  async function settled(): Promise<boolean | undefined> {
    await Promise.all(journeys)
    delivery?.release()
    return delivery?.idle()
  }

  const capturing = createCapturing(
    () => (options.enabled && delivery ? client : undefined),
    platform,
    ledger,
    journeys,
    options.floodControl,
  )
  const client: Client = {
    ...hooks,
    captureException: capturing.captureException,
    captureMessage: capturing.captureMessage,
    captureEvent: capturing.captureEvent,
    async preview(exception, hint, scope) {
      const envelope = await capturing.preview(exception, hint, scope)
      return envelope && delivery ? envelopeText(delivery.stamp(envelope)) : ''
    },
    getOptions: () => options,
    getDsn: () => dsn,
    getTransport: () => delivery?.transport,
    getScope: () => platform.scope ?? getCurrentScope(),
    getSdkMetadata: () => sdkMetadata(platform, [...installed.keys()], options),
    init() {
      if (isStarted) return
      isStarted = true
      if (!delivery || !options.enabled) return debug('Disabled, or without a DSN')
      claimScripts(client)
      startIntegrations(client, platform)
    },
    addEventProcessor: (processor) => void processors.push(processor),
    getEventProcessors: () => processors,
    addIntegration(integration) {
      const { name } = integration
      if (installed.has(name)) return debug(`Integration skipped: ${name}`)
      installed.set(name, integration)
      install(integration, client)
      debug(`Integration installed: ${name}`)
    },
    getIntegrationByName: <T extends Integration>(name: string) =>
      installed.get(name) as T | undefined,
    getStackParser: () => stackParser,
    sendEnvelope(envelope) {
      hooks.emit('beforeEnvelope', envelope)
      delivery?.send(envelope)
    },
    recordDroppedEvent: (reason, category, count) => ledger.dropped(reason, category, count),
    stats: ledger.stats,
    setConsent(consent) {
      if (isConsent(consent)) delivery?.setConsent(consent)
      else warn('setConsent: no such consent, nothing changes')
    },
    pendingEnvelopes() {
      capturing.release()
      return delivery?.pending() ?? []
    },
    answered: (envelope, response) => delivery?.answered(envelope, response),
    flush(timeout) {
      hooks.emit('flush')
      capturing.release()
      return within(settled(), timeout || options.shutdownTimeout)
    },
    close(timeout) {
      const wasOpen = options.enabled
      options.enabled = false
      if (wasOpen) hooks.emit('close')
      return client.flush(timeout)
    },
  }

  return client
}

function startIntegrations(client: Client, platform: Platform): void {
  const { defaultIntegrations, integrations } = client.getOptions()
  const defaults =
    defaultIntegrations === false ? [] : (defaultIntegrations ?? platform.integrations())
  const chosen = safely('integrations', () => chooseIntegrations(defaults, integrations))
  const list = chosen ?? defaults
  for (const integration of list) client.addIntegration(integration)
  for (const one of list) safely(one.name, () => one.afterAllSetup?.(client))
}

function sdkMetadata(
  { name: platform, sdk: { name, version, packages } }: Platform,
  integrations: string[],
  { dataCollection }: ResolvedOptions,
): SdkInfo {
  return {
    name,
    version,
    integrations,
    packages: packages.map((name) => ({ name: `npm:${name}`, version })),
    // Events of a server come from its own address, which is nobody's.
    settings: {
      infer_ip: dataCollection.userInfo && platform === 'javascript' ? 'auto' : 'never',
    },
  }
}
