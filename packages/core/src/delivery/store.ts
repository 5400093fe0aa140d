/** What keeps envelopes beyond the end of the program; platforms that can, bring one. */
import type { Client } from '../client.js'
import type { DiscardReason } from '../protocol/client-report.js'
import type { Envelope, EnvelopeItem } from '../protocol/envelope.js'
import { type DsnComponents, dsnToString } from '../support/dsn.js'
import { safely } from '../support/safely.js'
import type { Ledger } from './ledger.js'
import type { Queue } from './queue.js'

/** An envelope as it is kept: it can be cloned and, but for binary payloads, written as JSON. */
export interface KeptEnvelope {
  /** The id of what the envelope was made for. */
  readonly id: string
  /** When it was queued first, in ms since 1970. */
  readonly at: number
  readonly envelope: Envelope
}

export interface EnvelopeStore {
  /** Whether an envelope is kept as soon as it is queued, or only once attempts fail or the program may end. */
  readonly isWriteAhead: boolean
  /** Keeps the envelope until it is removed; once more, and it takes the place of the one of this id. Never throws. */
  keep(kept: KeptEnvelope): void
  /** Never throws. */
  remove(id: string): void
  /** Hands over what earlier runs have left, now or later. */
  recover(): void
}

/** What a store can ask of the queue. */
export interface StoreAccess {
  /** Where the envelopes belong: what is kept for one receiver must not go to another. */
  readonly dsn: string
  /** Queues what an earlier run has left; it stays kept under its id. */
  recover(kept: KeptEnvelope): void
  /** Enters what an earlier run has left and what nobody can read any more; or what else happened to it. */
  lost(quantity: number, reason?: DiscardReason): void
  /** Takes out of queue and books what another client has taken over into its own. */
  takenOver(id: string): void
  /** Keeps everything that is pending: the program may end at any moment. */
  keepAll(): void
  /** Ends the pause after failures: the receiver may be within reach again. */
  retry(): void
  /** Called when the client closes; what is kept stays kept. */
  onClose(callback: () => void): void
}

/** Makes the store of one client, or none where there is no place for one. */
export type MakeStore = (access: StoreAccess) => EnvelopeStore | undefined

/** The store that the platform makes, with its way into the queue and the books of `client`. */
export function createStore(
  dsn: DsnComponents,
  client: Client,
  make: MakeStore | undefined,
  ledger: Ledger,
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
      onClose: (callback) => void client.on('close', callback),
    }),
  )
}

function isEvent([{ type }]: EnvelopeItem): boolean {
  return type === 'event'
}
