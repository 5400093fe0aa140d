// A real app of Next.js: built for production, started, and asked.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Event } from '@mayday/node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { captured, createReceiver, type Receiver } from '../../packages/node/test/setup.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
/** Below the packages, since Next.js follows no links that lead out of the folder it knows. */
let app: string

function start(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [next, ...args], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NEXT_TELEMETRY_DISABLED: '1', CI: '1', ...env } as never,
  })
}

function outputOf(child: ChildProcess): () => string {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return () => output
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

let built: string
beforeAll(async () => {
  mkdirSync(join(root, '.mayday'), { recursive: true })
  app = mkdtempSync(join(root, '.mayday/next-'))
  cpSync(join(root, 'test/frameworks/next-app'), app, { recursive: true })
  const child = start(['build'], {})
  const output = outputOf(child)
  const [code] = await once(child, 'close')
  built = output()
  if (code !== 0) throw new Error(built)
}, 240_000)
afterAll(() => rmSync(app, { recursive: true, force: true }))

/** Starts the app, asks for these in turn, and returns what it answered and sent. */
async function ask(
  requests: (url: string) => Promise<unknown>,
  count: number,
): Promise<{ url: string; receiver: Receiver; events: Event[]; answers: unknown }> {
  const receiver = await createReceiver()
  const port = await freePort()
  const child = start(['start', '-H', '127.0.0.1', '-p', String(port)], {
    DSN: receiver.dsn,
    TMPDIR: app,
  })
  const output = outputOf(child)
  try {
    await vi.waitFor(() => expect(output()).toContain('Ready in'), { timeout: 30_000 })
    const url = `http://127.0.0.1:${port}`
    const answers = await requests(url)
    const arrived = () => receiver.arrived.flatMap(({ event }) => event ?? [])
    await vi.waitFor(() => expect(arrived().length).toBeGreaterThanOrEqual(count), {
      timeout: 10_000,
    })
    return { url, receiver, events: arrived(), answers }
  } finally {
    const closed = once(child, 'close')
    child.kill()
    await closed
  }
}

const statusOf = async (address: string, init?: RequestInit): Promise<number> =>
  (await fetch(address, { redirect: 'manual', ...init })).status

it('is built without a warning, and without what Workers cannot load', () => {
  expect(built).not.toMatch(/warning/i)
})

it('what fails in its pages, routes and actions is captured once, with its route', async () => {
  const paths = [
    '/',
    '/going',
    '/missing',
    '/failing/7?token=s3cret',
    '/orders/8',
    '/edge',
    '/api/legacy',
    '/legacy/9',
  ]
  const { url, events, answers } = await ask(async (url) => {
    const statuses = []
    for (const path of paths) statuses.push(await statusOf(url + path))
    return [...statuses, await act(url)]
  }, 6)
  expect(answers).toEqual([200, 307, 404, 500, 500, 500, 500, 500, 500])
  const summary = events.map((event) => [
    captured(event).value,
    event.transaction,
    event.contexts?.nextjs,
    new URL(event.request?.url ?? '').pathname,
  ])
  const app = (path: string, type: string, asked: string) => ({
    request_path: asked,
    router_kind: 'App Router',
    router_path: path,
    route_type: type,
  })
  const pages = (path: string, type: string, asked: string) => ({
    ...app(path, type, asked),
    router_kind: 'Pages Router',
  })
  expect(summary).toEqual([
    ['page 7 failed', '/failing/[id]', app('/failing/[id]', 'render', '/failing/7'), '/failing/7'],
    ['order 8 failed', '/orders/[id]', app('/orders/[id]', 'route', '/orders/8'), '/orders/8'],
    // As Next.js itself calls these.
    ['the edge failed', '/edge/route', pages('/edge/route', 'route', '/edge'), '/edge'],
    [
      'the older API failed',
      '/api/legacy',
      pages('/api/legacy', 'route', '/api/legacy'),
      '/api/legacy',
    ],
    [
      'older page 9 failed',
      '/legacy/[id]',
      pages('/legacy/[id]', 'render', '/legacy/9'),
      '/legacy/9',
    ],
    ['the action failed', '/action/page', app('/action/page', 'render', '/action'), '/action'],
  ])
  for (const event of events) {
    expect(event.request?.url).toMatch(url)
    expect(JSON.stringify(event)).not.toContain('s3cret')
    expect(captured(event)).toMatchObject({ type: 'RangeError', mechanism: { handled: false } })
  }
  expect(captured(events[0]).mechanism?.type).toBe('auto.function.nextjs.on_request_error')
  expect(events[0]).toMatchObject({
    tags: { order: '7' },
    request: { method: 'GET', query_string: 'token=[Filtered]' },
  })
  expect(captured(events[0]).stacktrace?.frames?.at(-1)).toMatchObject({ in_app: true })
})

it('what fails in its proxy is captured where that is wrapped', async () => {
  const { events, answers } = await ask((url) => statusOf(`${url}/away`), 1)
  expect(answers).toBe(500)
  const failed = events.filter((event) => captured(event).value === 'the proxy failed')
  expect(failed).toHaveLength(1)
  expect(failed[0]?.transaction).toBe('GET /away')
})

it('its requests are kept apart, once it has called register()', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => String(index))
  const paths = ids.flatMap((id) => [`/orders/${id}`, `/failing/${id}`])
  const { events } = await ask(async (url) => {
    // Next.js does so when the first request has come, which Node has announced by then.
    await statusOf(url)
    return Promise.all(paths.map((path) => statusOf(url + path)))
  }, 10)
  for (const event of events) {
    const id = /(?:order|page) (\d) failed/.exec(captured(event).value ?? '')?.[1]
    expect(event.tags).toEqual({ order: id })
    expect(event.contexts?.nextjs?.request_path).toMatch(new RegExp(`/${id}$`))
  }
  expect(new Set(events.map(({ contexts }) => contexts?.trace?.trace_id)).size).toBe(events.length)
})

/** Sends the form of a server action, as a page without scripts does. */
async function act(url: string): Promise<number> {
  const page = await (await fetch(`${url}/action`)).text()
  const [, name = ''] = /name="(\$ACTION_ID_\w+)"/.exec(page) ?? []
  const body = new FormData()
  body.append(name, '')
  return statusOf(`${url}/action`, { method: 'POST', body, headers: { origin: url } })
}
