import type { AttachmentsAnswer, ItemsAnswer } from '../api/answers.js'
import { BytesAnswer } from '../api/bytes.js'
import type { ApiRequest, Route } from '../api/route.js'
import { type Fields, fieldsOf, textOf } from '../event/fields.js'
import type { Sql } from '../store/database.js'

export const attachmentRoutes: readonly Route[] = [
  { method: 'GET', path: '/events/:id/attachments', answer: attachments },
  { method: 'GET', path: '/events/:id/items', answer: items },
  { method: 'GET', path: '/attachments/:seq', answer: bytes },
  { method: 'GET', path: '/items/:seq', answer: bytes },
]

interface ItemRow {
  seq: number
  type: string
  headers: string
  size: number
}

async function attachments({ database, params }: ApiRequest): Promise<AttachmentsAnswer> {
  const rows = await itemsOf(database, params.id ?? '')
  const found = rows.filter(({ type }) => type === 'attachment')
  return {
    attachments: found.map(({ seq, size, headers }) => ({
      seq,
      size,
      ...describe(fieldsOf(JSON.parse(headers)) ?? {}, seq),
    })),
  }
}

async function items({ database, params }: ApiRequest): Promise<ItemsAnswer> {
  const rows = await itemsOf(database, params.id ?? '')
  return { items: rows.map((row) => ({ ...row, headers: JSON.parse(row.headers) })) }
}

/** Without payloads, which may be huge. */
function itemsOf(sql: Sql, id: string): Promise<ItemRow[]> {
  return sql.query<ItemRow>(
    'select seq, type, headers, size from items where event_id = $1 order by seq',
    [id],
  )
}

function describe(headers: Fields, seq: number): { filename: string; contentType: string } {
  return {
    filename: textOf(headers.filename) ?? `item-${seq}`,
    contentType: textOf(headers.content_type) ?? 'application/octet-stream',
  }
}

async function bytes({ database, params }: ApiRequest): Promise<BytesAnswer | undefined> {
  const seq = Number(params.seq)
  if (!Number.isSafeInteger(seq)) return undefined
  const [row] = await database.query<{ headers: string; payload: Uint8Array }>(
    'select headers, payload from items where seq = $1',
    [seq],
  )
  if (!row) return undefined
  const { filename, contentType } = describe(fieldsOf(JSON.parse(row.headers)) ?? {}, seq)
  return new BytesAnswer(row.payload, contentType, filename)
}
