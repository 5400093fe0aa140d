/** The books of a client: every captured event ends as delivered or as dropped for a named reason. */
import type { ClientReport, DataCategory, DiscardReason } from '../protocol/client-report.js'
import { nowInSeconds } from '../support/time.js'

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

export interface Ledger {
  captured(): void
  delivered(category: DataCategory, quantity: number): void
  dropped(reason: DiscardReason, category: DataCategory, quantity?: number): void
  totals(): Omit<Stats, 'pending'>
  /** What was dropped since the last report, or nothing. The caller sends it, or puts it back. */
  takeReport(): ClientReport | undefined
  /** For a report that surely was not received. */
  putBack(report: ClientReport): void
  /** Calls `start` when there begins to be something to report; what it returns stops what it started. */
  onUnreported(start: () => () => void): () => void
}

export function createLedger(): Ledger {
  let captured = 0
  let delivered = 0
  const reasons: Stats['reasons'] = {}
  const unreported = new Map<string, ClientReport['discarded_events'][number]>()
  let startReporting: (() => () => void) | undefined
  let stopReporting: (() => void) | undefined

  function report(reason: DiscardReason, category: DataCategory, quantity: number): void {
    if (unreported.size === 0) stopReporting = startReporting?.()
    const key = `${reason}:${category}`
    const before = unreported.get(key)?.quantity ?? 0
    unreported.set(key, { reason, category, quantity: before + quantity })
  }

  return {
    captured: () => void captured++,
    delivered(category, quantity) {
      if (category === 'error') delivered += quantity
    },
    dropped(reason, category, quantity = 1) {
      if (category === 'error') reasons[reason] = (reasons[reason] ?? 0) + quantity
      report(reason, category, quantity)
    },
    totals() {
      const dropped = Object.values(reasons).reduce((sum, quantity) => sum + quantity, 0)
      return { captured, delivered, dropped, reasons: { ...reasons } }
    },
    takeReport() {
      if (unreported.size === 0) return undefined
      const discarded_events = [...unreported.values()]
      unreported.clear()
      stopReporting?.()
      return { timestamp: nowInSeconds(), discarded_events }
    },
    putBack({ discarded_events }) {
      for (const { reason, category, quantity } of discarded_events)
        report(reason, category, quantity)
    },
    onUnreported(start) {
      startReporting = start
      return () => {
        startReporting = undefined
        stopReporting?.()
      }
    },
  }
}
