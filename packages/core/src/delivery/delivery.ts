/** Ties queue, transport and ledger together for one client. */
import type { Platform } from '../client.js'
import type { Hooks } from '../hooks.js'
import type { ResolvedOptions } from '../options.js'
import type { DiscardReason } from '../protocol/client-report.js'
import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { authFields, type DsnComponents, envelopeUrl } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import { startTimer } from '../support/time.js'
import { categoryOf, clientReportItem, stamp } from './envelope.js'
import type { Ledger } from './ledger.js'
import { createQueue } from './queue.js'
import type {
  Transport,
  TransportAddress,
  TransportOptions,
  TransportResponse,
} from './transport.js'

export interface Delivery {
  readonly transport: Transport
  /** Queues the envelope, with what is to be reported of dropped events. */
  send(envelope: Envelope): void
  /** Sends what is to be reported of dropped events, if there is anything. */
  sendReport(): void
  /** Envelopes that are not settled, stamped as if sent now. */
  pending(): Envelope[]
  pendingEvents(): number
  drain(timeout?: number): Promise<boolean>
}

export interface DeliveryParts {
  options: ResolvedOptions
  dsn: DsnComponents | undefined
  platform: Platform
  ledger: Ledger
  hooks: Hooks
}

/** Dropped events are reported together, and with the next event if one comes sooner; in ms. */
const REPORT_EVERY = 60_000

/** The delivery of a client, or `undefined` when it is to send nothing. */
export function createDelivery(parts: DeliveryParts): Delivery | undefined {
  const { options, dsn, platform, ledger, hooks } = parts
  const make = options.transport ?? platform.transport
  if (!dsn || !options.enabled || !make) return undefined
  const transport = safely('making the transport', () => make(transportOptions(parts, dsn)))
  if (!transport) return undefined

  const queue = createQueue({
    transport,
    maxSize: options.transportOptions.bufferSize ?? 100,
    concurrency: platform.concurrency ?? 8,
    prepare: (envelope) => stamp(envelope, options.tunnel ? dsn : undefined),
    settled: (envelope, fate, response) => enter(envelope, fate, response, ledger, hooks),
  })

  function sendReport(): void {
    const report = options.sendClientReports ? ledger.takeReport() : undefined
    if (report) queue.add([{}, [clientReportItem(report)]])
  }
  const stopReporting = ledger.onUnreported(() => startTimer(sendReport, REPORT_EVERY))
  hooks.on('close', stopReporting)

  return {
    transport,
    sendReport,
    send([headers, items]) {
      const report = options.sendClientReports ? ledger.takeReport() : undefined
      queue.add([headers, report ? [...items, clientReportItem(report)] : items])
    },
    pending: () =>
      queue.pending().map((envelope) => stamp(envelope, options.tunnel ? dsn : undefined)),
    pendingEvents: () => queue.pending().filter((envelope) => eventIn(envelope)).length,
    drain: (timeout) => queue.drain(timeout),
  }
}

function transportOptions(
  { options, platform, ledger }: DeliveryParts,
  dsn: DsnComponents,
): TransportOptions {
  const { tunnel, transportOptions } = options
  const sender = `${platform.sdk.name}/${platform.sdk.version}`
  // A tunnel finds the receiver by the envelope's own header.
  const { url, headers } = tunnel ? { url: tunnel } : (platform.address ?? addressOf)(dsn, sender)
  return {
    ...transportOptions,
    url,
    headers: { ...transportOptions.headers, ...headers },
    recordDroppedEvent: ledger.dropped,
  }
}

function addressOf(dsn: DsnComponents, sender: string): TransportAddress {
  const query = authFields(dsn, sender).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return { url: `${envelopeUrl(dsn)}?${query.join('&')}` }
}

/** Enters the fate of an envelope into the books, item by item. */
function enter(
  envelope: Envelope,
  fate: 'delivered' | DiscardReason,
  response: TransportResponse | undefined,
  ledger: Ledger,
  hooks: Hooks,
): void {
  for (const item of envelope[1]) {
    const category = categoryOf(item)
    if (fate === 'delivered') ledger.delivered(category, 1)
    else if (category !== 'internal') ledger.dropped(fate, category)
    // A report that was answered, however badly, may have been counted; only silence is sure.
    else if (!response) ledger.putBack(item[1] as never)
  }
  const event = eventIn(envelope)
  if (event && response) hooks.emit('afterSendEvent', event, response)
}

function eventIn([, items]: Envelope): Event | undefined {
  return items.find(([headers]) => headers.type === 'event')?.[1] as Event | undefined
}
