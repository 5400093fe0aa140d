import { useState } from 'react'
import type { IssuesAnswer } from '../../../src/api/answers.js'

type Row = IssuesAnswer['issues'][number]

interface Held {
  shown: Row[]
  /** How many are left out. */
  waiting: number
  /** Shows all, as they now are. */
  release(): void
}

/**
 * While somebody is about to click, rows stay where they are, with numbers that are up to date; what would come in
 * between is counted instead of shown.
 */
export function useHeld(rows: Row[], isHeld: boolean): Held {
  const [order, setOrder] = useState(() => idsOf(rows))
  const release = () => setOrder(idsOf(rows))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const kept = order.map((id) => byId.get(id)).filter((row) => row !== undefined)
  if (isHeld && kept.length > 0) {
    const known = new Set(order)
    return { shown: kept, waiting: rows.filter(({ id }) => !known.has(id)).length, release }
  }
  if (idsOf(rows).join() !== order.join()) release()
  return { shown: rows, waiting: 0, release }
}

function idsOf(rows: Row[]): string[] {
  return rows.map(({ id }) => id)
}
