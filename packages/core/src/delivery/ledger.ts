/** The books of a client: every captured event ends as delivered or as dropped for a named reason. */
import type {
  ClientReport,
  DataCategory,
  DiscardedEvents,
  DiscardReason,
} from '../protocol/client-report.js'
import type { EnvelopeItem } from '../protocol/envelope.js'
import { nowInSeconds, startTimer } from '../support/time.js'
import { categoryOf } from './envelope.js'

/** At any time, `captured = delivered + pending + dropped`, counted in error and message events. */
export interface Stats {
  captured: number
  delivered: number
  /** In the pipeline, waiting in the queue, or under way. */
  pending: number
  /** How many were dropped, in all and by reason. */
  dropped: number
  reasons: Partial<Record<DiscardReason, number>>
}

/** What becomes of an envelope. */
export type Fate = 'delivered' | DiscardReason

export interface Ledger {
  captured(): void
  dropped(reason: DiscardReason, category: DataCategory, quantity?: number): void
  /** Enters what became of the items of an envelope. */
  settled(items: EnvelopeItem[], fate: Fate): void
  stats(): Stats
  /** The report of what was dropped since the last one, if there is anything. */
  report(): EnvelopeItem[]
}

/** Drops are reported together, and with the next event if one comes sooner; in ms. */
const REPORT_EVERY = 60_000

/** Fates of envelopes that nobody has answered for. */
const UNANSWERED: Fate[] = ['network_error', 'queue_overflow']

/** @param send called when it is time for a report */
export function createLedger(send: () => void, isReporting: boolean): Ledger {
  const sums = { captured: 0, delivered: 0, dropped: 0 }
  const reasons: Stats['reasons'] = {}
  let waiting: Record<string, DiscardedEvents> = {}
  let stopTimer: (() => void) | undefined

  function report(drops: DiscardedEvents[]): void {
    if (!isReporting) return
    for (const drop of drops) {
      const key = `${drop.reason} ${drop.category}`
      waiting[key] = { ...drop, quantity: drop.quantity + (waiting[key]?.quantity ?? 0) }
    }
    stopTimer ??= startTimer(send, REPORT_EVERY)
  }

  function dropped(reason: DiscardReason, category: DataCategory, quantity = 1): void {
    if (category === 'error') {
      sums.dropped += quantity
      reasons[reason] = (reasons[reason] ?? 0) + quantity
    }
    report([{ reason, category, quantity }])
  }

  return {
    captured: () => void sums.captured++,
    dropped,
    settled(items, fate) {
      for (const item of items) {
        const category = categoryOf(item)
        if (category === 'internal') {
          // A report that was answered, however badly, may have been counted; only silence is sure.
          if (UNANSWERED.includes(fate)) report((item[1] as ClientReport).discarded_events)
        } else if (fate !== 'delivered') dropped(fate, category)
        else if (category === 'error') sums.delivered++
      }
    },
    stats() {
      const pending = sums.captured - sums.delivered - sums.dropped
      // What others report as dropped was not always captured here.
      return { ...sums, pending: Math.max(pending, 0), reasons: { ...reasons } }
    },
    report() {
      stopTimer?.()
      stopTimer = undefined
      const discarded_events = Object.values(waiting)
      waiting = {}
      return discarded_events.length > 0
        ? [[{ type: 'client_report' }, { timestamp: nowInSeconds(), discarded_events }]]
        : []
    },
  }
}
