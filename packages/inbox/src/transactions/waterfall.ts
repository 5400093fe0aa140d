import type { SpanAnswer } from '../api/answers.js'
import { type Fields, fieldsOf, listOf, shortTextOf } from '../event/fields.js'
import { hexIdOf } from '../event/ids.js'
import { momentOf } from '../event/time.js'
import { opOf, statusOf } from './read.js'
import { attributesOf } from './streamed.js'

/** A span before it has its place. */
interface Bar extends Omit<SpanAnswer, 'depth' | 'offset'> {
  start: number
}

const longestDescription = 2000

/** The spans in a transaction's payload, the transaction itself first. */
export function barsOfTransaction(payload: unknown): Bar[] {
  const fields = fieldsOf(payload) ?? {}
  const trace = fieldsOf(fieldsOf(fields.contexts)?.trace) ?? {}
  const { start_timestamp, timestamp, transaction } = fields
  const root = { ...trace, start_timestamp, timestamp, description: transaction }
  return [root, ...listOf(fields.spans)].flatMap((span) => barOf(span) ?? [])
}

/** Spans that were sent by themselves. */
export function barsOfSpans(payloads: unknown[]): Bar[] {
  return payloads.flatMap((payload) => {
    const span = fieldsOf(payload) ?? {}
    const { name, end_timestamp } = span
    const op = attributesOf(span.attributes)['sentry.op']
    return barOf({ ...span, op, description: name, timestamp: end_timestamp }) ?? []
  })
}

function barOf(span: Fields): Bar | undefined {
  const id = hexIdOf(span.span_id, 16)
  const [start, end] = [momentOf(span.start_timestamp), momentOf(span.timestamp)]
  if (id === undefined || start === undefined) return undefined
  const parentId = hexIdOf(span.parent_span_id, 16)
  return {
    id,
    ...(parentId !== undefined && { parentId }),
    op: opOf(span.op),
    description: shortTextOf(span.description, longestDescription) ?? '',
    status: statusOf(span.status),
    start,
    duration: Math.max((end ?? start) - start, 0),
  }
}

/**
 * Bars as they are drawn: the root, then depth first in order of time. A span whose parent is not among them hangs on
 * the root, as do spans that are each other's parents.
 */
export function waterfall(bars: Bar[], rootId: string): SpanAnswer[] {
  const unique = new Map(bars.map((bar) => [bar.id, bar]))
  const root = unique.get(rootId)
  if (!root) return []
  const sorted = [...unique.values()].sort((a, b) => a.start - b.start)
  const children = childrenOf(sorted, unique, rootId)
  const placed = new Map<string, SpanAnswer>()
  place(root, 0, root.start, children, placed)
  for (const bar of sorted) if (!placed.has(bar.id)) place(bar, 1, root.start, children, placed)
  return [...placed.values()]
}

function childrenOf(sorted: Bar[], known: Map<string, Bar>, rootId: string): Map<string, Bar[]> {
  const children = new Map<string, Bar[]>()
  for (const bar of sorted) {
    if (bar.id === rootId) continue
    const parent = bar.parentId !== undefined && known.has(bar.parentId) ? bar.parentId : rootId
    const siblings = children.get(parent)
    if (siblings) siblings.push(bar)
    else children.set(parent, [bar])
  }
  return children
}

/** With a stack of its own: a chain may have more links than the engine's has room. */
function place(
  first: Bar,
  depth: number,
  rootStart: number,
  children: Map<string, Bar[]>,
  placed: Map<string, SpanAnswer>,
): void {
  const waiting = [{ bar: first, depth }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { start, ...bar } = next.bar
    if (placed.has(bar.id)) continue
    placed.set(bar.id, { ...bar, depth: next.depth, offset: start - rootStart })
    const below = next.depth + 1
    waiting.push(
      ...(children.get(bar.id) ?? []).map((child) => ({ bar: child, depth: below })).reverse(),
    )
  }
}
