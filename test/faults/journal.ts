/** What is left on disk of a process, however it ended: what it wrote down, and what its SDK keeps for the next. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Envelope, Event, Stats } from '@mayday/core'
import type { Drop } from './books.js'
import { described } from './receiver.js'

export interface Journal {
  captured: string[]
  drops: Drop[]
  /** Of which its SDK knows that they have arrived, or never will. */
  answered: string[]
  /** Names of the processes that have made their last capture. */
  ready: string[]
  /** What each SDK said of itself when its process ended. */
  stats: Stats[]
}

/** One line of a program's journal. */
type Entry =
  | { captured: string }
  | { answered: string }
  | { ready: string }
  | { stats: Stats }
  | { dropped: string; quantity: number; title?: string }

export function readJournal(file: string): Journal {
  const journal: Journal = { captured: [], drops: [], answered: [], ready: [], stats: [] }
  for (const entry of linesOf<Entry>(file)) {
    if ('captured' in entry) journal.captured.push(entry.captured)
    else if ('answered' in entry) journal.answered.push(entry.answered)
    else if ('ready' in entry) journal.ready.push(entry.ready)
    else if ('stats' in entry) journal.stats.push(entry.stats)
    else journal.drops.push({ ...entry, reason: entry.dropped })
  }
  return journal
}

/** One line of a spool: first whose it is, then what is kept, and what is settled. */
type SpoolEntry = { dsn: string } | { id: string; envelope: Envelope } | { done: string }

/** What the events say that the spool files in this folder hold. */
export function titlesInSpool(folder: string): string[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const spools = files.filter((file) => file.includes('.spool'))
  return spools.flatMap((file) => titlesIn(join(folder, file)))
}

function titlesIn(file: string): string[] {
  const live = new Map<string, string[]>()
  for (const entry of linesOf<SpoolEntry>(file)) {
    if ('done' in entry) live.delete(entry.done)
    else if ('envelope' in entry) live.set(entry.id, eventsIn(entry.envelope))
  }
  return [...live.values()].flat()
}

function eventsIn([, items]: Envelope): string[] {
  const events = items.filter(([{ type }]) => type === 'event')
  return events.map(([, event]) => described(event as Event).title)
}

/** Lines of JSON; the last may be cut, since its writer was killed or had no room. */
function linesOf<T>(file: string): T[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as T]
    } catch {
      return []
    }
  })
}
