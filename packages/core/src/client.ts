import { type Capturing, createCapturing } from './capture.js'
import type { Stats } from './delivery/ledger.js'
import type { Transport, TransportResponse } from './delivery/transport.js'
import type { MakeDispatch } from './dispatch.js'
import type { EventHint } from './event/hint.js'
import type { StackParser } from './event/stack-parser.js'
import { createHold } from './hold.js'
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
import type { DataCategory, DiscardReason } from './protocol/client-report.js'
import type { Envelope } from './protocol/envelope.js'
import type { SdkInfo } from './protocol/event.js'
import { getCurrentScope } from './scope/current.js'
import { claimScripts } from './scope/owner.js'
import type { Scope } from './scope/scope.js'
import { debug, setDebug, warn } from './support/debug.js'
import { type DsnComponents, parseDsn } from './support/dsn.js'
import { safely } from './support/safely.js'
import { within } from './support/time.js'

/** What a platform brings along. */
export interface Platform {
  /** What events say they come from. */
  readonly name: 'javascript' | 'node'
  readonly sdk: { readonly name: string; readonly version: string; readonly packages: string[] }
  /** Installed unless the user says otherwise. */
  readonly integrations: () => Integration[]
  /** What the client's events know instead of what the program's scopes hold. */
  readonly scope?: Scope
  /** Makes what takes captures to the receiver, where all of it is at hand. */
  readonly dispatch?: MakeDispatch | undefined
  /** Loads it where it is not. */
  readonly loadDispatch?: () => Promise<MakeDispatch>
  /**
   * Calls back when loading it is in nobody's way, and returns what calls that off. What is captured before that does
   * not wait for it.
   */
  readonly whenIdle?: (callback: () => void) => () => void
}

/** Captures what it is given and brings it to one receiver. None of its methods throws. */
export interface Client extends Capturing, Hooks {
  getOptions(): ResolvedOptions
  getDsn(): DsnComponents | undefined
  /** Whether it captures and sends: it has a DSN and a way to send, and is neither disabled nor closed. */
  isEnabled(): boolean
  /** Nothing where the client is to send nothing, or while what sends has not been loaded. */
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
  /** Reads stacks as this client's events do; it finds no frames while it has not been loaded. */
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
export function buildClient(given: Options, platform: Platform): Client {
  const options = resolveOptions(given)
  if (options.debug) setDebug(true)
  const dsn = parseDsn(options.dsn)
  const hooks = createHooks()
  const processors: EventProcessor[] = []
  const installed = new Map<string, Integration>()
  const hold = createHold(platform, () => client, !!dsn && options.enabled)
  let isStarted = false
  let heldCaptures = 0

  function isEnabled(): boolean {
    return options.enabled && !hold.isInVain()
  }

  const { note, ...capturing } = createCapturing(
    () => (isEnabled() ? client : undefined),
    platform.scope,
    (capture) => {
      if (!hold.dispatch() && capture.kind !== 'feedback') {
        heldCaptures++
        // Whether something drops it will be known later.
        capture.memory.setLastEventId(capture.hint.event_id)
        hooks.emit('hold', capture)
      }
      hold.pass((dispatch) => dispatch.take(capture))
    },
  )
  const client: Client = {
    ...hooks,
    ...capturing,
    isEnabled,
    async preview(exception, hint, scope) {
      if (!isEnabled()) return ''
      const capture = note(exception, hint, scope)
      return (await hold.ready())?.preview(capture) ?? ''
    },
    getOptions: () => options,
    getDsn: () => dsn,
    getTransport: () => hold.dispatch()?.transport,
    getScope: () => platform.scope ?? getCurrentScope(),
    getSdkMetadata: () => sdkMetadata(platform, [...installed.keys()], options),
    init() {
      if (isStarted) return
      isStarted = true
      if (!isEnabled()) return debug('Disabled, or without a DSN')
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
    getStackParser: () => hold.dispatch()?.stackParser ?? (() => []),
    sendEnvelope(envelope) {
      hooks.emit('beforeEnvelope', envelope)
      hold.pass((dispatch) => dispatch.send(envelope))
    },
    recordDroppedEvent: (...drop) => hold.pass((dispatch) => dispatch.recordDroppedEvent(...drop)),
    stats: () => hold.dispatch()?.stats() ?? heldStats(heldCaptures),
    setConsent(consent) {
      if (isConsent(consent)) {
        // What is loaded later begins with this.
        options.consent = consent
        hold.dispatch()?.setConsent(consent)
      } else warn('setConsent: no such consent')
    },
    pendingEnvelopes: () => hold.dispatch()?.pending() ?? [],
    answered: (envelope, response) => hold.dispatch()?.answered(envelope, response),
    flush(timeout) {
      hooks.emit('flush')
      hold.dispatch()?.release()
      return within(settled(), timeout || options.shutdownTimeout)
    },
    close(timeout) {
      const wasOpen = options.enabled
      options.enabled = false
      if (wasOpen) hooks.emit('close')
      return client.flush(timeout)
    },
  }

  /** Nothing is loaded for what nothing waits for. */
  async function settled(): Promise<boolean | undefined> {
    if (hold.size() > 0) await hold.ready()
    return hold.size() === 0 && (hold.dispatch()?.settled() ?? true)
  }

  hold.begin()
  return client
}

/** The books before there are any: all is held. */
function heldStats(captured: number): Stats {
  return { captured, delivered: 0, pending: captured, dropped: 0, reasons: {}, rules: {} }
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
