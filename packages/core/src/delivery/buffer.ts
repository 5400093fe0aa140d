/** The room that envelopes wait in: who goes first, and who has to leave when it is full. */
import type { Envelope } from '../protocol/envelope.js'
import { byteLength, serializeEnvelope } from './envelope.js'
import { type Rank, rankOf } from './rank.js'
import type { KeptEnvelope } from './store.js'

export interface Entry extends KeptEnvelope {
  envelope: Envelope
  readonly rank: Rank
  /** Nothing for what was to go at once. */
  readonly bytes: number
  failures: number
  /** Failures while others got through. */
  strikes: number
  /** How many had got through at the last failure. */
  deliveredThen?: number
  /** The last answer; 0 for silence. */
  status: number
  /** When the transport wants it again, in ms since 1970, whatever becomes of the others. */
  retryAt?: number | undefined
  isUnderWay?: boolean
  isShrunk?: boolean
  /** Whether it is in the store. */
  isKept: boolean
}

export interface Buffer {
  /** In the order in which they are to be sent. */
  readonly entries: readonly Entry[]
  /** The entry as it came in, and what had to leave for it: itself, where nothing is less important. */
  add(kept: KeptEnvelope, isKept: boolean): { entry: Entry; left: Entry[] }
  /** Puts it in its place after a failure. */
  move(entry: Entry): void
  /** False where it is not there any more. */
  remove(entry: Entry): boolean
}

/**
 * @param maxCount envelopes that may wait
 * @param maxBytes bytes that they may have together; one alone may have more
 */
export function createBuffer(maxCount: number, maxBytes: number): Buffer {
  const entries: Entry[] = []
  let bytes = 0

  /** Fresh ones before those that have failed, then by rank, then as they came. */
  function insert(entry: Entry): void {
    const isBehind = ({ failures, rank }: Entry): boolean =>
      failures > entry.failures || (failures === entry.failures && rank > entry.rank)
    const index = entries.findIndex(isBehind)
    entries.splice(index < 0 ? entries.length : index, 0, entry)
    bytes += entry.bytes
  }

  function remove(entry: Entry): boolean {
    const index = entries.indexOf(entry)
    if (index < 0) return false
    entries.splice(index, 1)
    bytes -= entry.bytes
    return true
  }

  function isFullFor(entry: Entry): boolean {
    if (entries.length >= maxCount) return true
    return entries.length > 0 && bytes + entry.bytes > maxBytes
  }

  /** What is less important than that, and of equals the latest. */
  function leastBelow(rank: Rank): Entry | undefined {
    let least: Entry | undefined
    for (const one of entries) {
      if (!one.isUnderWay && one.rank > rank && one.rank >= (least?.rank ?? 0)) least = one
    }
    return least
  }

  return {
    entries,
    add(kept, isKept) {
      const entry: Entry = {
        ...kept,
        rank: rankOf(kept.envelope),
        // What goes at once need not be measured.
        bytes: entries.length > 0 ? byteLength(serializeEnvelope(kept.envelope)) : 0,
        failures: 0,
        strikes: 0,
        status: 0,
        isKept,
      }
      const left: Entry[] = []
      while (isFullFor(entry)) {
        const least = leastBelow(entry.rank)
        left.push(least ?? entry)
        if (!least) return { entry, left }
        remove(least)
      }
      insert(entry)
      return { entry, left }
    },
    move(entry) {
      if (remove(entry)) insert(entry)
    },
    remove,
  }
}
