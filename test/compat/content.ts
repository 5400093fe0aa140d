/** One envelope as it was sent, read back from its text. */
export interface Content {
  headers: { event_id?: string; sent_at?: string; dsn?: string; trace?: Record<string, string> }
  items: Item[]
}

export interface Item {
  headers: { type: string; length?: number; filename?: string; content_type?: string }
  payload: string
}

/** Payloads may hold line feeds when their length is given. */
export function read(body: string | Uint8Array): Content {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let at = 0
  function take(length = bytes.indexOf(10, at) - at): string {
    const end = length < 0 ? bytes.length : at + length
    const text = new TextDecoder().decode(bytes.subarray(at, end))
    at = end + 1
    return text
  }
  const content: Content = { headers: JSON.parse(take()), items: [] }
  while (at < bytes.length) {
    const headers = JSON.parse(take()) as Item['headers']
    content.items.push({ headers, payload: take(headers.length) })
  }
  return content
}
