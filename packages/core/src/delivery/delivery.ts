/** Brings the envelopes of one client to its receiver. */
import type { Client } from '../client.js'
import type { FullPlatform } from '../dispatch.js'
import type { Envelope, EnvelopeItem } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { dsnToString } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import { startTimer } from '../support/time.js'
import { createTransportTo } from './address.js'
import { isCompanion } from './companions.js'
import { categoryOf, isEventLike } from './envelope.js'
import type { Ledger } from './ledger.js'
import { createQueue, type Queue } from './queue.js'
import { keepsItem, serverOf } from './server.js'
import { createStore } from './store.js'
import type { Transport, TransportResponse } from './transport.js'

export interface Delivery extends Pick<Queue, 'idle' | 'setConsent'> {
  readonly transport: Transport
  /** Queues the envelope, with what waits for one; what may itself wait for another does. */
  send(envelope: Envelope): void
  /** Queues what waits for an envelope to travel with. */
  release(): void
  /** What is not settled yet and may be sent, the most important first, stamped as if sent now. */
  pending(): Envelope[]
  /** Enters the answer to an envelope of `pending()` that was sent by other means. */
  answered(envelope: Envelope, response: TransportResponse): void
  /** The envelope as it is to be sent now: with the time and, through a tunnel, with where it belongs. */
  stamp(envelope: Envelope): Envelope
}

/** So long companions wait for an event to travel with; in ms. */
const COMPANIONS_WAIT = 1000
/** Receivers refuse more in one envelope. */
const MAX_COMPANIONS = 100

/** The delivery of a client, or `undefined` when it is to send nothing. */
export function createDelivery(
  client: Client,
  platform: FullPlatform,
  ledger: Ledger,
): Delivery | undefined {
  const options = client.getOptions()
  const dsn = client.getDsn()
  if (!dsn) return undefined
  const transport = createTransportTo(dsn, options, platform, ledger)
  if (!transport) return undefined

  const server = serverOf(dsn, options.server)
  const stamp = ([headers, items]: Envelope): Envelope => [
    {
      ...headers,
      sent_at: new Date().toISOString(),
      ...(options.tunnel && { dsn: dsnToString(dsn) }),
    },
    items,
  ]
  const companions: EnvelopeItem[] = []
  const originals = new WeakMap<Envelope, Envelope>()
  let stopTimer: (() => void) | undefined
  const queue = createQueue(
    (envelope) => transport.send(stamp(envelope)),
    ([, [item]], response) => {
      if (item && isEventLike(item)) client.emit('afterSendEvent', item[1] as Event, response)
    },
    ledger,
    options.consent,
    { concurrency: platform.concurrency, ...options.transportOptions },
    () => store,
  )
  const store = createStore(dsn, client, platform.store, ledger, queue)

  function send([headers, given]: Envelope): void {
    const items = given.filter(isKept)
    if (items.length === 0) return
    if (items.every(isCompanion)) wait(items)
    else queue.add([headers, [...items, ...waiting()]])
  }

  /** What the receiver does nothing with stays here. */
  function isKept(item: EnvelopeItem): boolean {
    const isIt = keepsItem(server, item[0].type)
    if (!isIt) ledger.dropped('event_processor', categoryOf(item), 1, 'server', item[1])
    return isIt
  }

  function wait(items: EnvelopeItem[]): void {
    companions.push(...items)
    if (companions.length >= MAX_COMPANIONS) release()
    else stopTimer ??= startTimer(release, COMPANIONS_WAIT)
  }

  /** What travels with the next envelope: an event first, since some receivers stop at what they do not know. */
  function waiting(): EnvelopeItem[] {
    stopTimer?.()
    stopTimer = undefined
    return [
      ...companions.splice(0),
      ...ledger.report().filter(([{ type }]) => keepsItem(server, type)),
    ]
  }

  function release(): void {
    const items = waiting()
    if (items.length > 0) queue.add([{}, items])
  }

  function stampPending(envelope: Envelope): Envelope {
    const stamped = stamp(envelope)
    originals.set(stamped, envelope)
    return stamped
  }

  safely('leftovers', () => store?.recover())
  return {
    idle: queue.idle,
    setConsent: queue.setConsent,
    transport,
    send,
    release,
    pending() {
      // What only waits for company is not worth a journey of its own at the end.
      if (queue.pending().length > 0) release()
      return queue.pending().map(stampPending)
    },
    answered(stamped, response) {
      const envelope = originals.get(stamped)
      if (envelope) queue.answered(envelope, response)
    },
    stamp,
  }
}
