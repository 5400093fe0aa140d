// The SDK inside workers of every kind, in a real browser.
import type { Event } from '@mayday/core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { bundleSdk, type Site, startSite } from './site.js'

let browser: Browser
let context: BrowserContext
let sdk: string
let site: Site
let page: Page

beforeAll(async () => {
  sdk = await bundleSdk()
  if (findChromium()) browser = await launchChromium()
}, 60_000)
afterAll(() => browser?.close())
afterEach(async () => {
  await context?.close()
  await site?.stop()
})

/** Each has a `port` that the page talks with. */
const KINDS = {
  dedicated: {
    page: `
      const worker = new Worker('/worker.js', { type: 'module' })
      const port = worker`,
    worker: 'serve(self)',
  },
  shared: {
    page: `
      const worker = new SharedWorker('/worker.js', { type: 'module' })
      const { port } = worker
      port.start()`,
    worker: 'self.onconnect = ({ ports: [port] }) => { serve(port) }',
  },
  service: {
    page: `
      await navigator.serviceWorker.register('/worker.js', { type: 'module' })
      const { active } = await navigator.serviceWorker.ready
      const channel = new MessageChannel()
      active.postMessage('port', [channel.port2])
      const port = channel.port1
      port.start()`,
    worker: `self.onmessage = ({ ports: [port] }) => { serve(port) }`,
  },
}

const PAGE = `
let answer
globalThis.ask = (name) => new Promise((resolve) => { answer = resolve; port.postMessage(name) })
port.addEventListener('message', ({ data }) => answer(data))
globalThis.isReady = true
`

const WORKER = `
import * as Mayday from '/mayday.js'
const names = ['fetch', 'onerror', 'onunhandledrejection', 'setTimeout', 'addEventListener']
const shape = () => [...names.map((name) => self[name]), console.log, console.error, Object.keys(self).length]
const before = shape()
let client
const later = (act) => setTimeout(act)
const acts = {
  init() { client = Mayday.init({ dsn: DSN, release: 'worker@1' }) },
  capture() { Mayday.captureException(new TypeError('by hand')) },
  throw() { later(() => { throw new RangeError('uncaught') }) },
  reject() { later(() => { Promise.reject(new SyntaxError('unhandled')) }) },
  async trail() {
    console.warn('a warning', { deep: 1 })
    await fetch('/some.json?token=secret').then((response) => response.text())
    Mayday.captureMessage('after a trail')
  },
  async close() {
    await client.close(2000)
    const after = shape()
    return before.map((one, index) => one === after[index])
  },
  stats: () => client.stats(),
  flush: () => client.flush(2000),
}
function serve(port) {
  port.onmessage = async ({ data }) => { port.postMessage(await acts[data]()) }
}
`

async function open(kind: keyof typeof KINDS): Promise<Event[]> {
  const { page: own, worker } = KINDS[kind]
  site = await startSite(sdk, {
    'page.js': `${own}\n${PAGE}`,
    'worker.js': `${WORKER}\n${worker}`,
    'some.json': '{}',
  })
  context = await browser.newContext()
  page = await context.newPage()
  await page.goto(site.url)
  await page.waitForFunction('globalThis.isReady', null, { timeout: 5000 })
  await ask('init')
  return site.events
}

const ask = (name: string): Promise<unknown> => page.evaluate(`ask('${name}')`)

const lastOf = ({ exception }: Event) => exception?.values?.at(-1)

describe.skipIf(!findChromium()).each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  'in a %s worker',
  { timeout: 30_000 },
  (kind) => {
    it('what is captured arrives, and says where it happened', async () => {
      const events = await open(kind)
      await ask('capture')
      await expect.poll(() => events.length, { timeout: 5000 }).toBe(1)
      const [event] = events as [Event]
      expect(event).toMatchObject({
        release: 'worker@1',
        request: { url: `${site.url}/worker.js`, headers: { 'User-Agent': expect.any(String) } },
      })
      expect(lastOf(event)).toMatchObject({ type: 'TypeError', value: 'by hand' })
      expect(lastOf(event)?.stacktrace?.frames?.at(-1)?.filename).toBe(`${site.url}/worker.js`)
    })

    it('errors and rejections that nobody catches arrive', async () => {
      const events = await open(kind)
      await ask('throw')
      await expect.poll(() => events.length, { timeout: 5000 }).toBe(1)
      await ask('reject')
      await expect.poll(() => events.length, { timeout: 5000 }).toBe(2)
      expect(events.map(lastOf)).toMatchObject([
        {
          type: 'RangeError',
          mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false },
        },
        {
          type: 'SyntaxError',
          mechanism: { type: 'auto.browser.global_handlers.onunhandledrejection', handled: false },
        },
      ])
      expect(await ask('stats')).toMatchObject({ captured: 2, delivered: 2, pending: 0 })
    })

    it('console calls and requests leave breadcrumbs, the SDK’s own do not', async () => {
      const events = await open(kind)
      await ask('capture')
      await ask('flush')
      await ask('trail')
      await expect.poll(() => events.length, { timeout: 5000 }).toBe(2)
      const { breadcrumbs } = events[1] as unknown as { breadcrumbs?: { values?: object[] } }
      expect(breadcrumbs?.values).toMatchObject([
        { category: 'sentry.event' },
        { category: 'console', level: 'warning', message: expect.stringContaining('a warning') },
        {
          category: 'fetch',
          data: { method: 'GET', url: '/some.json?token=[Filtered]', status_code: 200 },
        },
      ])
    })

    it('close() leaves nothing behind', async () => {
      const events = await open(kind)
      await ask('capture')
      const isSame = (await ask('close')) as boolean[]
      expect(isSame.every(Boolean)).toBe(true)
      expect(events).toHaveLength(1)
      await ask('throw')
      await ask('reject')
      await page.waitForTimeout(300)
      expect(events).toHaveLength(1)
    })
  },
)

describe.skipIf(!findChromium())(
  'a page and its worker that both have the SDK',
  { timeout: 30_000 },
  () => {
    it('capture an error of the worker once, where the page watches the worker', async () => {
      const worker = `
      import { init, registerWebWorker } from '/mayday.js'
      init({ dsn: DSN, release: 'worker@1' })
      registerWebWorker({ self })
      self.onmessage = () => { throw new RangeError('uncaught') }`
      const own = `
      import { init, webWorkerIntegration } from '/mayday.js'
      const worker = new Worker('/worker.js', { type: 'module' })
      globalThis.client = init({ dsn: DSN, integrations: [webWorkerIntegration({ worker })] })
      worker.postMessage('go')
      globalThis.isReady = true`
      site = await startSite(sdk, { 'page.js': own, 'worker.js': worker })
      context = await browser.newContext()
      page = await context.newPage()
      await page.goto(site.url)
      await expect.poll(() => site.events.length, { timeout: 5000 }).toBe(1)
      await page.waitForTimeout(1200)
      expect(site.events.map(({ release }) => release)).toEqual(['worker@1'])
      expect(await page.evaluate('client.stats()')).toMatchObject({ captured: 0, dropped: 0 })
    })
  },
)
