// A real app of Next.js: what fails on its server.
import type { Event } from '@mayday/node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { captured, createReceiver, type Receiver } from '../../packages/node/test/setup.js'
import { buildNextApp, type NextApp } from './next-bed.js'

let app: NextApp
beforeAll(async () => {
  app = await buildNextApp('next-app')
}, 240_000)
afterAll(() => app?.remove())

/** Starts the app, asks for these in turn, and returns what it answered and sent. */
async function ask(
  requests: (url: string) => Promise<unknown>,
  count: number,
): Promise<{ url: string; receiver: Receiver; events: Event[]; answers: unknown }> {
  const receiver = await createReceiver()
  const { url, stop } = await app.serve(receiver.dsn)
  try {
    const answers = await requests(url)
    const arrived = () => receiver.arrived.flatMap(({ event }) => event ?? [])
    await vi.waitFor(() => expect(arrived().length).toBeGreaterThanOrEqual(count), {
      timeout: 10_000,
    })
    return { url, receiver, events: arrived(), answers }
  } finally {
    await stop()
  }
}

const statusOf = async (address: string, init?: RequestInit): Promise<number> =>
  (await fetch(address, { redirect: 'manual', ...init })).status

it('is built without a warning, and without what Workers cannot load', () => {
  expect(app.built).not.toMatch(/warning/i)
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
  const inApp = (path: string, type: string, asked: string) => ({
    request_path: asked,
    router_kind: 'App Router',
    router_path: path,
    route_type: type,
  })
  const pages = (path: string, type: string, asked: string) => ({
    ...inApp(path, type, asked),
    router_kind: 'Pages Router',
  })
  expect(summary).toEqual([
    [
      'page 7 failed',
      '/failing/[id]',
      inApp('/failing/[id]', 'render', '/failing/7'),
      '/failing/7',
    ],
    ['order 8 failed', '/orders/[id]', inApp('/orders/[id]', 'route', '/orders/8'), '/orders/8'],
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
    ['the action failed', '/action/page', inApp('/action/page', 'render', '/action'), '/action'],
  ])
  for (const event of events) {
    expect(event.request?.url).toMatch(url)
    expect(JSON.stringify(event)).not.toContain('s3cret')
    expect(captured(event)).toMatchObject({ type: 'RangeError', mechanism: { handled: false } })
  }
  expect(captured(events[0]).mechanism?.type).toBe('auto.function.nextjs.on_request_error')
  expect(events[0]).toMatchObject({
    tags: { order: '7', 'react.digest': expect.stringMatching(/^\d+$/) },
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
    expect(event.tags?.order).toBe(id)
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
