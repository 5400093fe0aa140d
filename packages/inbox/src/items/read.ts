import type { StoredItem } from '../event/stored.js'
import type { Sql } from '../store/database.js'
import { textIn } from './text.js'

interface ItemRow {
  event_id: string
  headers: string
  payload: Uint8Array
}

/** The items that came with events, by the ids of these. */
export async function itemsOf(sql: Sql, eventIds: string[]): Promise<Map<string, StoredItem[]>> {
  const rows = await sql.query<ItemRow>(
    'select event_id, headers, payload from items where event_id = any($1::text[]) order by seq',
    [eventIds],
  )
  const found = new Map<string, StoredItem[]>()
  for (const row of rows) found.set(row.event_id, [...(found.get(row.event_id) ?? []), itemOf(row)])
  return found
}

function itemOf({ headers, payload }: ItemRow): StoredItem {
  return storedItem(JSON.parse(headers), payload)
}

/** An item as it is shown: a text where its bytes are one. */
export function storedItem(headers: StoredItem['headers'], payload: Uint8Array): StoredItem {
  const text = textIn(payload)
  return {
    headers,
    size: payload.length,
    encoding: text === undefined ? 'base64' : 'utf8',
    payload: text ?? Buffer.from(payload).toString('base64'),
  }
}
