import { type Capturing, createCapturing } from './capture.js'
import { createDelivery } from './delivery/delivery.js'
import { createLedger, type Stats } from './delivery/ledger.js'
import type { Transport, TransportAddress, TransportOptions } from './delivery/transport.js'
import type { StackParser } from './event/stack-parser.js'
import { createHooks, type Hooks } from './hooks.js'
import {
  chooseIntegrations,
  type EventProcessor,
  type Integration,
  installIntegrations,
} from './integration.js'
import { type Options, type ResolvedOptions, resolveOptions } from './options.js'
import type { DataCategory, DiscardReason } from './protocol/client-report.js'
import type { Envelope } from './protocol/envelope.js'
import type { SdkInfo } from './protocol/event.js'
import { debug, setDebug } from './support/debug.js'
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
  /** Envelopes under way at once. @default 8 */
  readonly concurrency?: number
}

/** Captures what it is given and brings it to one receiver. None of its methods throws. */
export interface Client
  extends Pick<Capturing, 'captureException' | 'captureMessage' | 'captureEvent'>,
    Hooks {
  getOptions(): ResolvedOptions
  getDsn(): DsnComponents | undefined
  /** Nothing where the client is to send nothing. */
  getTransport(): Transport | undefined
  getSdkMetadata(): SdkInfo
  addEventProcessor(processor: EventProcessor): void
  getEventProcessors(): EventProcessor[]
  addIntegration(integration: Integration): void
  getIntegrations(): Integration[]
  getIntegrationByName<T extends Integration = Integration>(name: string): T | undefined
  /** Reads stacks as this client's events do. */
  getStackParser(): StackParser
  /** Queues an envelope of any kind. */
  sendEnvelope(envelope: Envelope): void
  recordDroppedEvent(reason: DiscardReason, category: DataCategory, count?: number): void
  /** What became of everything captured so far. */
  stats(): Stats
  /** Envelopes that are not settled yet, ready to be sent by other means. */
  pendingEnvelopes(): Envelope[]
  /** `true` once all captured before has settled, `false` when `timeout` (ms; 0 or nothing: no limit) passed. */
  flush(timeout?: number): Promise<boolean>
  /** Undoes at once what the integrations did and captures nothing more; then as `flush`. */
  close(timeout?: number): Promise<boolean>
}

/** Makes a client and starts its integrations. It is nobody's default until `init()` or a scope makes it so. */
export function createClient(given: Options, platform: Platform): Client {
  const options = resolveOptions(given)
  setDebug(options.debug)
  const dsn = parseDsn(options.dsn)
  const ledger = createLedger()
  const hooks = createHooks()
  const processors: EventProcessor[] = []
  const delivery = createDelivery({ options, dsn, platform, ledger, hooks })
  const capturing = createCapturing(() => client, platform, ledger)
  const integrations = installIntegrations(() => client)

  async function flush(timeout?: number): Promise<boolean> {
    const deadline = timeout ? Date.now() + timeout : 0
    hooks.emit('flush')
    if (!(await capturing.settled(timeout))) return false
    delivery?.sendReport()
    if (!delivery) return true
    return delivery.drain(deadline && Math.max(deadline - Date.now(), 1))
  }

  const client: Client = {
    ...hooks,
    captureException: capturing.captureException,
    captureMessage: capturing.captureMessage,
    captureEvent: capturing.captureEvent,
    getOptions: () => options,
    getDsn: () => dsn,
    getTransport: () => delivery?.transport,
    getSdkMetadata: () => sdkMetadata(platform, integrations.names(), options),
    addEventProcessor: (processor) => void processors.push(processor),
    getEventProcessors: () => processors,
    addIntegration: integrations.add,
    getIntegrations: integrations.all,
    getIntegrationByName: <T extends Integration>(name: string) =>
      integrations.get(name) as T | undefined,
    getStackParser: () => options.stackParser ?? platform.stackParser,
    sendEnvelope: (envelope) => delivery?.send(envelope),
    recordDroppedEvent: ledger.dropped,
    stats: () => ({
      ...ledger.totals(),
      pending: capturing.underWay() + (delivery?.pendingEvents() ?? 0),
    }),
    pendingEnvelopes: () => delivery?.pending() ?? [],
    flush,
    close(timeout) {
      capturing.stop()
      integrations.tearDown()
      hooks.emit('close')
      return flush(timeout)
    },
  }

  if (delivery) startIntegrations(client, platform)
  else {
    capturing.stop()
    debug('No DSN, or not enabled: nothing is captured')
  }
  return client
}

function startIntegrations(client: Client, platform: Platform): void {
  const { defaultIntegrations, integrations } = client.getOptions()
  const defaults =
    defaultIntegrations === false ? [] : (defaultIntegrations ?? platform.integrations())
  const chosen = safely('choosing integrations', () => chooseIntegrations(defaults, integrations))
  const list = chosen ?? defaults
  for (const integration of list) client.addIntegration(integration)
  for (const { name, afterAllSetup } of list) {
    safely(`afterAllSetup of ${name}`, () => afterAllSetup?.(client))
  }
}

function sdkMetadata(
  { sdk }: Platform,
  integrations: string[],
  { sendDefaultPii }: ResolvedOptions,
): SdkInfo {
  return {
    name: sdk.name,
    version: sdk.version,
    integrations,
    packages: sdk.packages.map((name) => ({ name: `npm:${name}`, version: sdk.version })),
    settings: { infer_ip: sendDefaultPii ? 'auto' : 'never' },
  }
}
