/**
 * From what was captured to what the receiver has: the larger half of the SDK, which a page may load when it has
 * nothing better to do.
 */
import type { Capture } from './capture.js'
import type { Client, Platform } from './client.js'
import { createDelivery } from './delivery/delivery.js'
import { envelopeText } from './delivery/envelope.js'
import { createLedger, type Ledger, type Stats } from './delivery/ledger.js'
import type { MakeStore } from './delivery/store.js'
import type {
  Transport,
  TransportAddress,
  TransportOptions,
  TransportResponse,
} from './delivery/transport.js'
import { eventFromException, eventFromMessage } from './event/from-unknown.js'
import type { StackParser } from './event/stack-parser.js'
import type { Consent } from './options.js'
import { admit } from './pipeline/admit.js'
import { deliver, envelopeOf } from './pipeline/deliver.js'
import { createFloodControl } from './pipeline/flood-control.js'
import { lost, travel } from './pipeline/index.js'
import { checkRules, type NoiseRules } from './pipeline/noise.js'
import { type Drop, isDrop, type Way } from './pipeline/way.js'
import type { Envelope } from './protocol/envelope.js'
import type { Event } from './protocol/event.js'
import type { DsnComponents } from './support/dsn.js'
import { isThenable } from './support/safely.js'

/** What a platform brings along for events on their way. */
export interface DispatchParts {
  readonly stackParser: StackParser
  /** Where to post, and as who; by default everything is in the query, where a browser needs no preflight. */
  readonly address?: (dsn: DsnComponents, client: string) => TransportAddress
  /** The title of a thrown object that is no error; by its keys where this knows none. */
  readonly titleOfObject?: (value: object, how: string) => string | undefined
  /** Brings envelopes to the receiver; without one the user has to give a transport. */
  readonly transport?: (options: TransportOptions) => Transport
  /** What is known to say nothing about the program. */
  readonly noise?: NoiseRules
  /** Envelopes under way at once. @default 8 */
  readonly concurrency?: number
  /** Keeps envelopes beyond the end of the program. */
  readonly store?: MakeStore
}

/** All that is known of a platform once everything is at hand. */
export type FullPlatform = Platform & DispatchParts

/** Takes the captures of one client to its receiver. */
export interface Dispatch {
  readonly transport: Transport
  readonly stackParser: StackParser
  readonly recordDroppedEvent: Ledger['dropped']
  take(capture: Capture): void
  /** Enters captures that there was no room to keep. */
  missed(quantity: number): void
  /** The text of the envelope that would be sent; empty where none would. */
  preview(capture: Capture): Promise<string>
  send(envelope: Envelope): void
  pending(): Envelope[]
  answered(envelope: Envelope, response: TransportResponse): void
  /** Lets go what is held back, by flood control and by reports that wait for company. */
  release(): void
  /** `true` once nothing is pending. */
  settled(): Promise<boolean>
  setConsent(consent: Consent): void
  stats(): Stats
}

/** Makes the dispatch of a client, or nothing when there is no way to send anything. */
export type MakeDispatch = (client: Client, platform: Platform) => Dispatch | undefined

/** How a platform with these parts dispatches. */
export function dispatchWith(parts: DispatchParts): MakeDispatch {
  return (client, given) => createDispatch(client, { ...given, ...parts })
}

function createDispatch(client: Client, defaults: FullPlatform): Dispatch | undefined {
  const options = client.getOptions()
  const { stackParser = defaults.stackParser } = options
  const platform = { ...defaults, stackParser }
  const ledger = createLedger(() => delivery?.release(), options)
  const delivery = createDelivery(client, platform, ledger)
  if (!delivery) return undefined
  checkRules(options.noise, platform.noise)
  const floods = options.floodControl ? createFloodControl(options.floodControl) : undefined
  /** Those that user code makes wait. */
  const journeys = new Set<PromiseLike<void>>()

  function take(capture: Capture): void {
    const way = wayOf(capture)
    if (capture.kind === 'feedback') {
      follow(capture.given as Event, way)
      return
    }
    ledger.captured()
    const event = admitted(capture, way)
    if (isDrop(event)) {
      settle(event, way)
      return
    }
    capture.memory.setLastEventId(way.hint.event_id)
    const go = (event: Event): void => follow(event, way)
    const suppress = (): void => {
      client.emit('sampledOut', event)
      settle(SUPPRESSED, way, event)
    }
    if (floods) floods.pass(event, go, suppress)
    else go(event)
  }

  function wayOf({ kind, hint, timestamp, scopes }: Capture): Way {
    const category = kind === 'feedback' ? kind : 'error'
    return { category, client, platform, hint, timestamp, scopes }
  }

  function admitted(capture: Capture, way: Way): Event | Drop {
    try {
      return admit(eventOf(capture), way)
    } catch (error) {
      return lost(error)
    }
  }

  function eventOf({ kind, given, level, hint }: Capture): Event {
    if (kind === 'exception') return eventFromException(given, hint, platform, options)
    if (kind !== 'message') return given as Event
    const place = options.attachStacktrace ? hint.syntheticException : undefined
    return eventFromMessage(given, hint, platform, place, level)
  }

  function follow(event: Event, way: Way): void {
    const outcome = travel(event, way, deliver)
    if (!isThenable(outcome)) {
      settle(outcome, way, event)
      return
    }
    const journey = outcome.then((late) => {
      settle(late, way, event)
      journeys.delete(journey)
    })
    journeys.add(journey)
  }

  function settle(outcome: Event | Drop, { category, hint }: Way, event?: Event): void {
    if (!isDrop(outcome)) return
    const { dropped, rule } = outcome
    ledger.dropped(dropped, category, 1, rule, event)
    // They go with their event.
    const { length } = hint.attachments ?? []
    if (length) ledger.dropped(dropped, 'attachment', length, rule)
  }

  function release(): void {
    floods?.release()
  }

  return {
    transport: delivery.transport,
    stackParser,
    recordDroppedEvent: ledger.dropped,
    take,
    missed(quantity) {
      ledger.captured(quantity)
      ledger.dropped('backpressure', 'error', quantity, 'floodControl')
    },
    async preview(capture) {
      const way = wayOf(capture)
      const event = admitted(capture, way)
      const outcome = isDrop(event) ? event : await travel(event, way, (event) => event)
      return isDrop(outcome) ? '' : envelopeText(delivery.stamp(envelopeOf(outcome, way)))
    },
    send: delivery.send,
    pending() {
      release()
      return delivery.pending()
    },
    answered: delivery.answered,
    release,
    async settled() {
      await Promise.all(journeys)
      delivery.release()
      return delivery.idle()
    },
    setConsent: delivery.setConsent,
    stats: ledger.stats,
  }
}

const SUPPRESSED: Drop = { dropped: 'backpressure', rule: 'floodControl' }
