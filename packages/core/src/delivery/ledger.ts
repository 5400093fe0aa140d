/** The books of a client: every captured event ends as delivered or as dropped for a named reason. */
import type { ResolvedOptions } from '../options.js'
import type {
  ClientReport,
  DataCategory,
  DiscardedEvents,
  DiscardReason,
} from '../protocol/client-report.js'
import type { EnvelopeItem, ItemPayload } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'
import { debug, warn } from '../support/debug.js'
import { safely } from '../support/safely.js'
import { nowInSeconds, startTimer } from '../support/time.js'
import { categoryOf } from './envelope.js'

/** At any time, `captured = delivered + pending + dropped`, counted in error and message events. */
export interface Stats {
  captured: number
  delivered: number
  /** In the pipeline, held back, waiting in the queue, or under way. */
  pending: number
  /** How many were dropped, in all and by reason. */
  dropped: number
  reasons: Partial<Record<DiscardReason, number>>
  /** The same drops by who wanted them: a noise rule, an option, an integration, a callback. */
  rules: Record<string, number>
}

/** What `onDrop` is told of. */
export interface DroppedItem {
  category: DataCategory
  /** How many of that category went. */
  quantity: number
  /** The rule, option, integration or callback that wanted it so. */
  rule?: string | undefined
  /** What was dropped, as far as it had come. */
  payload?: ItemPayload | Event | undefined
}

/** What becomes of an envelope. */
export type Fate = 'delivered' | DiscardReason

export interface Ledger {
  captured(quantity?: number): void
  dropped(
    reason: DiscardReason,
    category: DataCategory,
    quantity?: number,
    rule?: string,
    payload?: ItemPayload | Event,
  ): void
  /** Enters what became of the items of an envelope. */
  settled(items: EnvelopeItem[], fate: Fate, rule?: string): void
  stats(): Stats
  /** The report of what was dropped since the last one, if there is anything. */
  report(): EnvelopeItem[]
}

/** Drops are reported together, and with the next event if one comes sooner; in ms. */
const REPORT_EVERY = 60_000

/** @param send called when it is time for a report */
export function createLedger(
  send: () => void,
  { sendClientReports, onDrop, environment }: ResolvedOptions,
): Ledger {
  const sums = { captured: 0, delivered: 0, dropped: 0 }
  const reasons: Stats['reasons'] = {}
  // Rules may have any name.
  const rules: Stats['rules'] = Object.create(null)
  const told = new Set<string>()
  let waiting: Record<string, DiscardedEvents> = {}
  let stopTimer: (() => void) | undefined

  function report(drops: DiscardedEvents[]): void {
    if (!sendClientReports) return
    for (const drop of drops) {
      const key = `${drop.reason} ${drop.category}`
      waiting[key] = { ...drop, quantity: drop.quantity + (waiting[key]?.quantity ?? 0) }
    }
    stopTimer ??= startTimer(send, REPORT_EVERY)
  }

  /** A developer should not have to wonder where an event is; but one line is enough. */
  function tell(kind: string): void {
    if (told.has(kind)) return
    told.add(kind)
    const print = environment === 'development' ? warn : debug
    print(`Dropped: ${kind}. More are counted in client.stats()`)
  }

  const ledger: Ledger = {
    captured(quantity = 1) {
      sums.captured += quantity
    },
    dropped(reason, category, quantity = 1, rule, payload) {
      if (category === 'error') {
        sums.dropped += quantity
        reasons[reason] = (reasons[reason] ?? 0) + quantity
        if (rule) rules[rule] = (rules[rule] ?? 0) + quantity
      }
      report([{ reason, category, quantity }])
      tell(`${category}, ${reason}${rule ? ` (${rule})` : ''}`)
      if (onDrop) safely('onDrop', () => onDrop(reason, { category, quantity, rule, payload }))
    },
    settled(items, fate, rule) {
      for (const item of items) {
        const category = categoryOf(item)
        if (category === 'internal') {
          // A report that was answered, however badly, may have been counted; only silence is sure.
          if (fate === 'network_error' || fate === 'queue_overflow')
            report((item[1] as ClientReport).discarded_events ?? [])
        } else if (fate !== 'delivered') ledger.dropped(fate, category, 1, rule, item[1])
        else if (category === 'error') sums.delivered++
      }
    },
    stats: () => ({
      ...sums,
      // What others report as dropped was not always captured here.
      pending: Math.max(sums.captured - sums.delivered - sums.dropped, 0),
      reasons: { ...reasons },
      rules: { ...rules },
    }),
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
  return ledger
}
