/** Brings the envelopes of one client to its receiver. */
import type { Platform } from '../client.js'
import type { Hooks } from '../hooks.js'
import type { ResolvedOptions } from '../options.js'
import type { Envelope, EnvelopeItem } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { authFields, type DsnComponents, dsnToString, envelopeUrl } from '../support/dsn.js'
import { runtime } from '../support/runtime.js'
import { safely } from '../support/safely.js'
import { startTimer } from '../support/time.js'
import { isCompanion } from './companions.js'
import { categoryOf } from './envelope.js'
import type { Ledger } from './ledger.js'
import { createQueue, type Queue } from './queue.js'
import { keepsItem, serverOf } from './server.js'
import type { EnvelopeStore } from './store.js'
import type { Transport, TransportAddress, TransportResponse } from './transport.js'

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
  options: ResolvedOptions,
  dsn: DsnComponents | undefined,
  platform: Platform,
  ledger: Ledger,
  hooks: Hooks,
): Delivery | undefined {
  if (!dsn || !options.enabled) return undefined
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
      if (item?.[0].type === 'event') hooks.emit('afterSendEvent', item[1] as Event, response)
    },
    ledger,
    options.consent,
    { concurrency: platform.concurrency, ...options.transportOptions },
    () => store,
  )
  const store = createStore(dsn, platform, ledger, hooks, queue)

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

function createTransportTo(
  dsn: DsnComponents,
  options: ResolvedOptions,
  platform: Platform,
  ledger: Ledger,
): Transport | undefined {
  const { tunnel, tunnelPath, transportOptions, transport: make = platform.transport } = options
  const { sdk, address = addressWithQuery } = platform
  if (!make) return undefined
  return safely('transport', () => {
    // A tunnel finds the receiver by the envelope's own header.
    const isDirect = !tunnel || tunnel === 'auto'
    const addressOf = (dsn: DsnComponents): TransportAddress => {
      const sender = `${sdk.name}/${sdk.version}`
      const { url, headers } = isDirect ? address(dsn, sender) : { url: tunnel }
      const isSpotlight = serverOf(dsn, options.server) === 'spotlight'
      return {
        ...(tunnel === 'auto' && { detour: tunnelPath }),
        url,
        headers: {
          // It takes what says something else for no envelope.
          ...(isSpotlight && { 'Content-Type': 'application/x-sentry-envelope' }),
          ...transportOptions.headers,
          ...headers,
        },
      }
    }
    return make({
      ...transportOptions,
      ...addressOf(dsn),
      addressOf,
      recordDroppedEvent: ledger.dropped,
    })
  })
}

/** Who sends, said in the query. */
export function addressWithQuery(dsn: DsnComponents, sender: string): TransportAddress {
  return { url: `${envelopeUrl(dsn)}?${new runtime.URLSearchParams(authFields(dsn, sender))}` }
}

function createStore(
  dsn: DsnComponents,
  { store: make }: Platform,
  ledger: Ledger,
  hooks: Hooks,
  queue: Queue,
): EnvelopeStore | undefined {
  return safely('store', () =>
    make?.({
      dsn: dsnToString(dsn),
      recover(kept) {
        if (kept.envelope[1].some(isEvent)) ledger.captured()
        queue.recover(kept)
      },
      lost(quantity, reason = 'internal_sdk_error') {
        ledger.captured(quantity)
        ledger.dropped(reason, 'error', quantity, 'store')
      },
      takenOver(id) {
        if (queue.release(id)?.[1].some(isEvent)) ledger.captured(-1)
      },
      keepAll: queue.keepAll,
      retry: queue.retry,
      onClose: (callback) => void hooks.on('close', callback),
    }),
  )
}

function isEvent([{ type }]: EnvelopeItem): boolean {
  return type === 'event'
}
