/** Brings the envelopes of one client to its receiver. */
import type { Platform } from '../client.js'
import type { Hooks } from '../hooks.js'
import type { ResolvedOptions } from '../options.js'
import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { authFields, type DsnComponents, dsnToString, envelopeUrl } from '../support/dsn.js'
import { runtime } from '../support/runtime.js'
import { safely } from '../support/safely.js'
import type { Ledger } from './ledger.js'
import { createQueue, type Queue } from './queue.js'
import type { Transport, TransportAddress } from './transport.js'

export interface Delivery extends Pick<Queue, 'idle' | 'setConsent'> {
  readonly transport: Transport
  /** Queues the envelope, with what is to be reported of dropped events. Does nothing where both are empty. */
  send(envelope: Envelope): void
  /** What is not settled yet and may be sent, oldest first, stamped as if sent now. */
  pending(): Envelope[]
  /** The envelope as it is to be sent now: with the time and, through a tunnel, with where it belongs. */
  stamp(envelope: Envelope): Envelope
}

/** The delivery of a client, or `undefined` when it is to send nothing. */
export function createDelivery(
  options: ResolvedOptions,
  dsn: DsnComponents | undefined,
  platform: Platform,
  ledger: Ledger,
  hooks: Hooks,
): Delivery | undefined {
  const { tunnel, transportOptions, transport: make = platform.transport } = options
  if (!dsn || !options.enabled || !make) return undefined
  const { sdk, address = addressOf } = platform
  const transport = safely('transport', () => {
    // A tunnel finds the receiver by the envelope's own header.
    const { url, headers } = tunnel ? { url: tunnel } : address(dsn, `${sdk.name}/${sdk.version}`)
    return make({
      ...transportOptions,
      url,
      headers: { ...transportOptions.headers, ...headers },
      recordDroppedEvent: ledger.dropped,
    })
  })
  if (!transport) return undefined

  const stamp = ([headers, items]: Envelope): Envelope => [
    {
      ...headers,
      sent_at: new Date().toISOString(),
      ...(tunnel && { dsn: dsnToString(dsn) }),
    },
    items,
  ]
  const queue = createQueue(
    (envelope) => transport.send(stamp(envelope)),
    ([, [item]], response) => {
      if (item?.[0].type === 'event') hooks.emit('afterSendEvent', item[1] as Event, response)
    },
    ledger,
    options.consent,
    transportOptions.bufferSize,
    platform.concurrency,
  )
  return {
    ...queue,
    transport,
    send([headers, given]) {
      const items = [...given, ...ledger.report()]
      if (items.length > 0) queue.add([headers, items])
    },
    pending: () => queue.pending().map(stamp),
    stamp,
  }
}

function addressOf(dsn: DsnComponents, sender: string): TransportAddress {
  return { url: `${envelopeUrl(dsn)}?${new runtime.URLSearchParams(authFields(dsn, sender))}` }
}
