// The list of fields in docs/privacy.md, as rules for what is sent.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client, Options } from '@mayday/core'
import { type MemoryReceiver, parseEnvelope } from '@mayday/core/testing'

export type Where = 'all' | 'page' | 'react' | 'node'

interface Row {
  field: string
  where: Where[]
  /** The option without which the field must not leave. */
  onlyWith: string | undefined
}

const DOCUMENT = join(fileURLToPath(import.meta.url), '../../../docs/privacy.md')

function rows(): Row[] {
  const [, table = ''] = readFileSync(DOCUMENT, 'utf8').split('## Every field that can leave')
  return table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [, fields = '', , where = '', when = ''] = line.split('|').map((cell) => cell.trim())
      const onlyWith = /only with `(\w+)`/.exec(when)?.[1]
      return [...fields.matchAll(/`([^`]+)`/g)].map(([, field = '']) => ({
        field,
        where: where.split(', ') as Where[],
        onlyWith,
      }))
    })
}

/** Names that a scenario makes up begin so: what else stands where a program may choose is the SDK's, and to be listed. */
const CHOSEN = 'mine'

/** Feedback is an event with a part of its own. */
const ITEMS: Record<string, string> = {
  event: 'event',
  feedback: 'event',
  client_report: 'report',
}

/** Every leaf of these envelopes, as the list names it. */
function fieldsOf(envelopes: readonly string[]): Set<string> {
  const fields = new Set<string>()
  for (const envelope of envelopes) {
    const { headers, items } = parseEnvelope(envelope)
    collect(headers, 'header', fields)
    for (const { headers, text } of items) {
      const { type, length, ...others } = headers
      const isFile = type === 'attachment'
      collect(isFile ? { ...others, data: text } : JSON.parse(text), ITEMS[type] ?? type, fields)
    }
  }
  return fields
}

function collect(value: unknown, path: string, fields: Set<string>): void {
  if (typeof value !== 'object' || value === null) fields.add(path)
  else if (Array.isArray(value)) for (const one of value) collect(one, `${path}[]`, fields)
  else {
    for (const [name, one] of Object.entries(value)) {
      if (name.startsWith(CHOSEN)) fields.add(`${path}.*`)
      else collect(one, `${path}.${name}`, fields)
    }
  }
}

/**
 * What is wrong between the list and what a platform sends.
 *
 * @param may the rows that the platform may send
 * @param must those of them that have to be seen
 * @param closed envelopes of programs that opened nothing
 * @param opened envelopes by the option that they were opened with
 */
export function compare(
  may: Where[],
  must: Where[],
  closed: readonly string[],
  opened: Record<string, readonly string[]>,
): { unlisted: string[]; unseen: string[]; open: string[] } {
  const rowsFor = (places: Where[]): Row[] =>
    rows().filter(({ where }) => where.some((one) => places.includes(one)))
  const listed = rowsFor(may)
  const sent = fieldsOf(closed)
  const sentWith = Object.fromEntries(
    Object.entries(opened).map(([option, envelopes]) => [option, fieldsOf(envelopes)]),
  )
  const all = new Set([...sent, ...Object.values(sentWith).flatMap((fields) => [...fields])])
  const rowOf = (field: string): Row | undefined => listed.find((row) => row.field === field)
  const isSeen = ({ field, onlyWith }: Row): boolean =>
    (onlyWith ? (sentWith[onlyWith] ?? new Set()) : sent).has(field)
  return {
    unlisted: [...all].filter((field) => !rowOf(field)),
    unseen: rowsFor(must)
      .filter((row) => !isSeen(row))
      .map(({ field }) => field),
    open: listed
      .filter(({ field, onlyWith }) => onlyWith && sent.has(field))
      .map(({ field }) => field),
  }
}

/** What is sent when there is too much of everything. */
export async function tooMuch(
  start: (options: Partial<Options>) => MemoryReceiver & { client: Client },
): Promise<string[]> {
  const { client, envelopes } = start({
    maxBreadcrumbs: 0,
    floodControl: { perMinute: 2 },
    beforeSend: (event) =>
      event.message === 'big' ? { ...event, extra: { mine: 'x'.repeat(1_000_000) } } : event,
  })
  client.captureMessage('big')
  for (let count = 0; count < 20; count++)
    client.captureException(new Error(`of one kind ${count}`))
  for (let count = 0; count < 120; count++) client.captureMessage(`of many kinds ${count}`)
  for (let count = 0; count < 3; count++) await client.flush()
  return envelopes
}
