/** Brings the envelopes of one client to its receiver. */
import type { Platform } from '../client.js'
import type { Hooks } from '../hooks.js'
import type { ResolvedOptions } from '../options.js'
import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { type DsnComponents, dsnToString } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import { transportOptions } from './address.js'
import type { Ledger } from './ledger.js'
import { createQueue, type Queue } from './queue.js'
import type { Transport } from './transport.js'

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
  const make = options.transport ?? platform.transport
  if (!dsn || !options.enabled || !make) return undefined
  const transport = safely('transport', () =>
    make(transportOptions(options, dsn, platform, ledger)),
  )
  if (!transport) return undefined

  const route = options.tunnel ? { dsn: dsnToString(dsn) } : {}
  const stamp = ([headers, items]: Envelope): Envelope => [
    { ...headers, sent_at: new Date().toISOString(), ...route },
    items,
  ]
  const queue = createQueue(
    (envelope) => transport.send(stamp(envelope)),
    ([, [item]], response) => {
      if (item?.[0].type === 'event') hooks.emit('afterSendEvent', item[1] as Event, response)
    },
    ledger,
    options.consent,
    options.transportOptions.bufferSize,
    platform.concurrency,
  )
  return {
    transport,
    send([headers, given]) {
      const items = [...given, ...ledger.report()]
      if (items.length > 0) queue.add([headers, items])
    },
    pending: () => queue.pending().map(stamp),
    stamp,
    idle: queue.idle,
    setConsent: queue.setConsent,
  }
}
