/** Where each captured event has gone, reckoned from outside: nothing here believes what an SDK says of itself. */
import type { AcceptedEvent } from './receiver.js'

/** A drop that was told of. */
export interface Drop {
  reason: string
  quantity: number
  /** What the event said, where that is known. */
  title?: string | undefined
}

/** What was seen. A captured event is known by what its error says, which is said only once. */
export interface Seen {
  captured: string[]
  accepted: AcceptedEvent[]
  /** What is kept beyond the end of all processes or pages, to be sent by the next. */
  kept: string[]
  drops: Drop[]
}

/** `captured = delivered + pending + dropped + unexplained`. */
export interface Books {
  captured: number
  delivered: number
  /** Events that the receiver accepted although it had them. */
  duplicates: number
  pending: number
  dropped: number
  reasons: Record<string, number>
  /** Captured, and nobody knows what became of them. */
  unexplained: number
  /** Which ones these are, and what else should not be; for whoever looks for the reason. */
  remarks: string[]
}

/** Each event counts once: as delivered if it was, else as pending, else as dropped. */
export function keepBooks({ captured, accepted, kept, drops }: Seen): Books {
  const left = new Set(captured)
  const take = (titles: string[]): number => titles.filter((title) => left.delete(title)).length
  const delivered = take(accepted.map(({ title }) => title))
  const pending = take(kept)
  const reasons: Record<string, number> = {}
  const enter = (reason: string, quantity: number): void => {
    if (quantity) reasons[reason] = (reasons[reason] ?? 0) + quantity
  }
  for (const { reason, title } of drops) enter(reason, take(title === undefined ? [] : [title]))
  // Those that nobody named can be any of what is left.
  let unnamed = left.size
  for (const { reason, title, quantity } of drops) {
    if (title !== undefined) continue
    enter(reason, Math.min(quantity, unnamed))
    unnamed -= Math.min(quantity, unnamed)
  }
  const dropped = Object.values(reasons).reduce((sum, quantity) => sum + quantity, 0)
  return {
    captured: new Set(captured).size,
    delivered,
    duplicates: accepted.length - new Set(accepted.map(({ id }) => id)).size,
    pending,
    dropped,
    reasons,
    unexplained: unnamed,
    remarks: [
      ...(unnamed ? [`lost: ${[...left].join(', ')}`] : []),
      ...oddities(captured, accepted),
    ],
  }
}

/** Events that nobody captured, and those that came under two ids, by which no receiver would know them again. */
function oddities(captured: string[], accepted: AcceptedEvent[]): string[] {
  const known = new Set(captured)
  const ids = new Map<string, string>()
  return accepted.flatMap(({ id, title }) => {
    const other = ids.get(title) ?? id
    ids.set(title, other)
    if (!known.has(title)) return [`accepted, but never captured: ${title}`]
    return other === id ? [] : [`accepted under two ids: ${title}`]
  })
}

/** The sum of both. */
export function addBooks(one: Books, other: Books): Books {
  const reasons = { ...one.reasons }
  for (const [reason, count] of Object.entries(other.reasons)) {
    reasons[reason] = (reasons[reason] ?? 0) + count
  }
  const sum = { ...one, reasons, remarks: [...one.remarks, ...other.remarks] }
  for (const name of HEADINGS) sum[name] += other[name]
  return sum
}

/** As the table of `docs/delivery.md` shows them. */
export const HEADINGS = [
  'captured',
  'delivered',
  'duplicates',
  'pending',
  'dropped',
  'unexplained',
] as const

export function cellsOf(books: Books): string[] {
  const reasons = Object.entries(books.reasons).map(([reason, count]) => `${count} ${reason}`)
  return HEADINGS.map((name) => (name === 'dropped' && reasons.join(', ')) || String(books[name]))
}

/** A table in Markdown that can be read without rendering it. The first `texts` columns are aligned to the left. */
export function markdownTable(headings: string[], rows: string[][], texts = 1): string {
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, at) => pad(cell, widths[at] ?? 0, at < texts)).join(' | ')} |`
  const rule = widths.map((width, at) =>
    at < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  return [line(headings), line(rule), ...rows.map(line)].join('\n')
}

function pad(text: string, width: number, isLeft: boolean): string {
  return isLeft ? text.padEnd(width) : text.padStart(width)
}
