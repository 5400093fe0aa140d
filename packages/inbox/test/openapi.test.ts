import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../src/api/routes.js'
import { uploadRoutes } from '../src/artifacts/uploads.js'
import type { Inbox } from '../src/index.js'
import type { Database } from '../src/store/database.js'
import type { Finder } from '../src/symbolication/finder.js'
import { emptyInbox, getJson, post, sendEvent } from './sending.js'

interface Documented {
  summary: string
  description?: string
  parameters?: { name: string; in: string }[]
  responses: { 200: { content: Record<string, { schema: object }> } }
}

interface Document {
  openapi: string
  paths: Record<string, Record<string, Documented>>
  components: { schemas: Record<string, object> }
}

const traceId = 'a'.repeat(32)
const now = () => Date.now() / 1000

let inbox: Inbox
let document: Document
/** The id of the event that everything hangs on. */
let event: { id: string; issueId: string }

beforeAll(async () => {
  inbox = await emptyInbox()
  document = await getJson<Document>(inbox, '/api/0/openapi.json')
})

/** One of everything that answers can have in them. */
async function fill(): Promise<void> {
  event = await sendEvent(
    inbox,
    {
      release: 'shop@1.0.0',
      environment: 'test',
      user: { id: 1 },
      tags: { part: 'cart' },
      contexts: { trace: { trace_id: traceId, span_id: 'b'.repeat(16) } },
      exception: {
        values: [
          {
            type: 'TypeError',
            value: 'no cart',
            mechanism: { type: 'x', handled: false },
            stacktrace: {
              frames: [
                { filename: 'http://127.0.0.1:1/a.js', function: 't', lineno: 1, colno: 99 },
              ],
            },
          },
        ],
      },
    },
    'shop',
  )
  const envelope = { event_id: 'c'.repeat(32) }
  await send(envelope, [
    [
      { type: 'transaction' },
      {
        type: 'transaction',
        transaction: 'GET /cart',
        release: 'shop@1.0.0',
        environment: 'test',
        start_timestamp: now() - 1,
        timestamp: now(),
        contexts: { trace: { trace_id: traceId, span_id: 'b'.repeat(16), op: 'http' } },
        spans: [
          {
            trace_id: traceId,
            span_id: 'd'.repeat(16),
            parent_span_id: 'b'.repeat(16),
            op: 'db',
            description: 'select',
            start_timestamp: now() - 0.9,
            timestamp: now() - 0.5,
          },
        ],
      },
    ],
    [{ type: 'attachment', filename: 'a.txt' }, 'hello'],
  ])
  const log = { timestamp: now(), level: 'info', body: 'hello', trace_id: traceId }
  await send({}, [[{ type: 'log', item_count: 1 }, { items: [log] }]])
  const started = new Date().toISOString()
  const session = { sid: traceId, init: true, started, status: 'crashed', errors: 1, did: '1' }
  await send({}, [[{ type: 'session' }, { ...session, attrs: { release: 'shop@1.0.0' } }]])
  const checkIn = { check_in_id: traceId, monitor_slug: 'nightly', status: 'ok', duration: 1 }
  const monitor = { schedule: { type: 'crontab', value: '0 3 * * *' } }
  await send({}, [[{ type: 'check_in' }, { ...checkIn, monitor_config: monitor }]])
  const report = { event_id: event.id, name: 'Ann', email: 'ann@example.com', comments: 'broken' }
  await send({}, [[{ type: 'user_report' }, report]])
  const discarded = [{ reason: 'sample_rate', category: 'error', quantity: 3 }]
  await send({}, [[{ type: 'client_report' }, { discarded_events: discarded }]])
}

async function send(headers: object, items: [header: object, payload: unknown][]): Promise<void> {
  const lines = items.flatMap(([header, payload]) => [
    JSON.stringify(header),
    typeof payload === 'string' ? payload : JSON.stringify(payload),
  ])
  const response = await post(inbox, [JSON.stringify(headers), ...lines].join('\n'), {
    path: '/api/shop/envelope/?sentry_key=abc',
  })
  expect([response.status, await response.clone().text()]).toEqual([200, expect.anything()])
}

/** The schema as a check that knows no member but those it names. */
function checkOf(schema: object) {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/)
  ajv.addSchema(closed({ $id: 'document', components: document.components }) as object)
  return ajv.compile(refersTo('document', closed(schema)) as object)
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const members = Object.entries(schema).map(([key, value]) => [key, closed(value)])
  const isClosed = 'properties' in schema && 'required' in schema
  return { ...Object.fromEntries(members), ...(isClosed && { additionalProperties: false }) }
}

function refersTo(id: string, schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${id}#/`))
}

/** What sentry-cli asks, which it does with a token. */
function isOfCli(path: string): boolean {
  return /^\/(?:(?:organizations|projects)\/.*)?$/.test(path)
}

/** Where every address finds something. */
async function samples(): Promise<Record<string, string>> {
  const { attachments } = await getJson<{ attachments: { seq: number }[] }>(
    inbox,
    `/api/0/events/${'c'.repeat(32)}/attachments`,
  )
  const seq = attachments[0]?.seq
  return {
    '/issues/{id}': `/issues/${event.issueId}`,
    '/events/{id}': `/events/${event.id}`,
    '/events/{id}/attachments': `/events/${'c'.repeat(32)}/attachments`,
    '/events/{id}/items': `/events/${'c'.repeat(32)}/items`,
    '/events/{id}/source-maps': `/events/${event.id}/source-maps`,
    '/attachments/{seq}': `/attachments/${seq}`,
    '/items/{seq}': `/items/${seq}`,
    '/transactions/by-name': '/transactions/by-name?project=shop&name=GET%20%2Fcart',
    '/transactions/{id}': `/transactions/${'c'.repeat(32)}`,
    '/traces/{id}': `/traces/${traceId}`,
  }
}

describe('the OpenAPI document', () => {
  test('names every address of the API', () => {
    expect(document.openapi).toBe('3.1.0')
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const known = [...routes, ...uploadRoutes].map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}') || '/'}`,
    )
    expect(documented.sort()).toEqual([...known, 'GET /stream'].sort())
  })

  test('has every schema that it refers to', () => {
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect(references.length).toBeGreaterThan(5)
    expect(Object.keys(document.components.schemas).sort()).toEqual([...new Set(references)].sort())
  })

  test('names the parameters that each address reads, and no other', async () => {
    for (const { method, path, answer } of routes) {
      const read = new Set<string>()
      const query = new URLSearchParams({ project: 'x', name: 'x' })
      for (const way of ['get', 'getAll'] as const) {
        const original = query[way].bind(query) as (name: string) => never
        query[way] = (name: string) => {
          read.add(name)
          return original(name)
        }
      }
      const nothing = { query: async () => [], transaction: async () => undefined }
      const database = nothing as unknown as Database
      const params = { id: 'x', seq: '1' }
      // What it makes of no rows at all is not the point.
      const finder = {} as Finder
      await answer({ params, query, body: {}, database, finder }).catch(() => undefined)
      const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      const named = operation?.parameters?.filter(({ in: place }) => place === 'query') ?? []
      const names = named.map(({ name }) => name).sort()
      expect([path, names]).toEqual([path, [...read].sort()])
    }
  })

  test('says of every address what it really answers', async () => {
    await fill()
    const found = await samples()
    const empty: string[] = []
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!get || path === '/stream' || isOfCli(path)) continue
      const response = await fetch(`${inbox.url}/api/0${found[path] ?? path}`)
      expect([path, response.status]).toEqual([path, 200])
      const schema = get.responses[200].content['application/json']?.schema
      if (!schema) {
        expect([path, await response.text()]).toEqual([path, 'hello'])
        continue
      }
      const answer: unknown = await response.json()
      const check = checkOf(schema)
      check(answer)
      expect([path, check.errors]).toEqual([path, null])
      if (JSON.stringify(answer).includes(':[]')) empty.push(path)
    }
    // What is empty has not been checked: there are no uploads here, and no event has items of its own.
    expect(empty.sort()).toEqual(['/artifacts', '/events/{id}', '/issues/{id}', '/openapi.json'])
  })

  test('says of what sentry-cli asks what it really answers', async () => {
    const authorization = 'Bearer anything'
    const base = `${inbox.url}/api/0`
    const version = 'shop@2.0.0'
    const made = await fetch(`${base}/projects/o/shop/releases/`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ version, projects: ['shop'] }),
    })
    const { post: make } = document.paths['/projects/{org}/{project}/releases'] ?? {}
    expect(Object.keys(make?.responses ?? {})).toContain(String(made.status))
    for (const [path, { get, post: write }] of Object.entries(document.paths)) {
      if (!isOfCli(path)) continue
      const address = path
        .replace('{org}', 'o')
        .replace('{project}', 'shop')
        .replace('{version}', encodeURIComponent(version))
      expect([path, (get ?? write)?.description]).toEqual([path, expect.stringContaining('token')])
      const operation = get ?? (path.endsWith('/assemble') ? write : undefined)
      if (!operation) continue
      const asked = get
        ? {}
        : {
            method: 'POST',
            body: `{"checksum":"${'a'.repeat(40)}","chunks":["${'a'.repeat(40)}"],"projects":["shop"]}`,
          }
      const response = await fetch(`${base}${address}`, { ...asked, headers: { authorization } })
      expect([path, response.status]).toEqual([path, 200])
      const schema = operation.responses[200].content['application/json']?.schema ?? {}
      const check = checkOf(schema)
      check(await response.json())
      expect([path, check.errors]).toEqual([path, null])
    }
  })

  test('says what a write answers', async () => {
    const response = await fetch(`${inbox.url}/api/0/issues/${event.issueId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"status":"resolved"}',
    })
    const { schema = {} } =
      document.paths['/issues/{id}']?.post?.responses[200].content['application/json'] ?? {}
    const check = checkOf(schema)
    check(await response.json())
    expect(check.errors).toBeNull()
  })
})
