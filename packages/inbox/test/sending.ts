import { type IncomingMessage, request } from 'node:http'
import { afterAll, onTestFinished } from 'vitest'
import { createInbox, type Inbox, type InboxOptions } from '../src/index.js'

let shared: Promise<Inbox> | undefined

/** An empty inbox at a free port, which the next test of the file gets empty again. */
export async function emptyInbox(): Promise<Inbox> {
  shared ??= createInbox()
  const inbox = await shared
  await inbox.clear()
  return inbox
}

afterAll(async () => {
  await (await shared)?.close()
})

/** A new inbox at a free port that the end of the test closes. */
export async function startInbox(options: InboxOptions = {}): Promise<Inbox> {
  const inbox = await createInbox({ port: 0, ...options })
  onTestFinished(() => inbox.close())
  return inbox
}

let ids = 0

/** An event id that no other test has. */
export function freshId(): string {
  ids += 1
  return ids.toString(16).padStart(32, '0')
}

/** The lines of an envelope with one event in it. */
export function envelopeOf(event: object, headers: object = {}): string {
  return [JSON.stringify(headers), '{"type":"event"}', JSON.stringify(event)].join('\n')
}

/** Posts to the envelope endpoint, authenticated by the query as SDKs do unless told otherwise. */
export function post(
  inbox: Inbox,
  body: string | Uint8Array,
  { headers = {}, path = '/api/1/envelope/?sentry_version=7&sentry_key=abc' } = {},
): Promise<Response> {
  return fetch(`${inbox.url}${path}`, { method: 'POST', body: body as string, headers })
}

/** Sends one event and returns it as stored. */
export async function sendEvent(inbox: Inbox, event: object, project = '1') {
  const id = freshId()
  const body = envelopeOf(event, { event_id: id })
  const path = `/api/${project}/envelope/?sentry_key=abc`
  const response = await post(inbox, body, { path })
  if (response.status !== 200) throw new Error(await response.text())
  return inbox.event((stored) => stored.id === id)
}

/** The lines of one item. */
export function itemOf(type: string, payload: unknown, headers: object = {}): string {
  return `${JSON.stringify({ type, ...headers })}\n${JSON.stringify(payload)}`
}

/** Sends an envelope with one item in it that is no event. */
export async function sendItem(
  inbox: Inbox,
  type: string,
  payload: unknown,
  project = '1',
): Promise<void> {
  const path = `/api/${project}/envelope/?sentry_key=abc`
  const response = await post(inbox, `{}\n${itemOf(type, payload)}`, { path })
  if (response.status !== 200) throw new Error(await response.text())
}

/** The sentence that a refused request is answered with. */
export async function sentenceOf(response: Response): Promise<string> {
  const { detail, causes } = (await response.json()) as { detail: string; causes: unknown[] }
  if (!Array.isArray(causes)) throw new Error('The answer has no causes.')
  return detail
}

export async function getJson<T>(inbox: Inbox, path: string): Promise<T> {
  const response = await fetch(`${inbox.url}${path}`)
  return (await response.json()) as T
}

/** A request with headers that `fetch` does not let one choose. */
export function rawRequest(
  inbox: Inbox,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: inbox.port, path, headers, method },
      (response: IncomingMessage) => {
        let body = ''
        response.on('data', (chunk) => (body += chunk))
        response.on('end', () => resolve({ status: response.statusCode, body }))
      },
    )
    sent.on('error', reject)
    sent.end(method === 'POST' ? envelopeOf({ message: 'hello' }) : undefined)
  })
}
