/** The lines of a spool file: first whose it is, then what is kept, and the ids of what is settled. */
import type { EnvelopeItem, KeptEnvelope } from '@mayday/core'

/** Begins a file: what it holds goes to this receiver only. */
export function ownerLine(dsn: string): string {
  return line({ dsn })
}

/** Throws where the envelope is no JSON: what programs make by hand may hold anything. */
export function keptLine({ id, at, envelope: [headers, items] }: KeptEnvelope): string {
  return line({ id, at, envelope: [headers, items.map(toText)] })
}

export function doneLine(id: string): string {
  return line({ done: id })
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}

type TextItem = [...EnvelopeItem, encoding?: 'base64']

/** JSON has no bytes. */
function toText(item: EnvelopeItem): TextItem {
  const [headers, payload] = item
  if (!ArrayBuffer.isView(payload)) return item
  const { buffer, byteOffset, byteLength } = payload
  return [headers, Buffer.from(buffer, byteOffset, byteLength).toString('base64'), 'base64']
}

function fromText([headers, payload, encoding]: TextItem): EnvelopeItem {
  return [headers, encoding === 'base64' ? Buffer.from(payload as string, 'base64') : payload]
}

/** What a spool file says. */
export interface SpoolContent {
  /** Nothing where the first line cannot be read. */
  dsn: string | undefined
  /** What is not settled, by id. */
  kept: Map<string, KeptEnvelope>
  /** Lines that say nothing: written by half, or damaged. */
  unreadable: number
}

export function parseSpool(text: string): SpoolContent {
  const kept = new Map<string, KeptEnvelope>()
  const [first = '', ...lines] = text.split('\n')
  const owner = parse(first)?.dsn
  const dsn = typeof owner === 'string' ? owner : undefined
  let unreadable = dsn === undefined && first ? 1 : 0
  for (const one of lines) {
    const entry = one ? parse(one) : {}
    if (typeof entry?.done === 'string') kept.delete(entry.done)
    else if (isKept(entry)) kept.set(entry.id, { ...entry, envelope: envelopeOf(entry) })
    else if (one) unreadable++
  }
  return { dsn, kept, unreadable }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    // Written by half: there is nothing to say but that.
    return undefined
  }
}

function envelopeOf({ envelope: [headers, items] }: KeptEnvelope): KeptEnvelope['envelope'] {
  return [headers, items.map(fromText)]
}

function isKept(entry: object | undefined): entry is KeptEnvelope {
  const { id, at, envelope }: { [K in keyof KeptEnvelope]?: unknown } = entry ?? {}
  if (typeof id !== 'string' || !Number.isFinite(at) || !Array.isArray(envelope)) return false
  const [headers, items] = envelope
  return isObject(headers) && Array.isArray(items) && items.length > 0 && items.every(isItem)
}

function isItem(item: unknown): boolean {
  if (!Array.isArray(item) || !isObject(item[0])) return false
  const [{ type }, payload, encoding] = item
  const isPayload = typeof payload === 'string' || (isObject(payload) && encoding === undefined)
  return typeof type === 'string' && isPayload
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
