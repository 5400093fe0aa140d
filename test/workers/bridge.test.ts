// Workers that tell their page of errors, in a real browser.
import type { Event } from '@mayday/core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { bundleSdk, type Scripts, type Site, startSite } from './site.js'

let browser: Browser
let sdk: string
let site: Site | undefined
let page: Page

beforeAll(async () => {
  sdk = await bundleSdk()
  if (findChromium()) browser = await launchChromium()
}, 60_000)
afterAll(() => browser?.close())
afterEach(async () => {
  await page?.close()
  await site?.stop()
})

/** Opens the page and waits until its script is done. */
async function open(scripts: Scripts): Promise<Site> {
  site = await startSite(sdk, scripts)
  page = await browser.newPage()
  await page.goto(site.url)
  await page.waitForFunction('globalThis.isReady', null, { timeout: 5000 })
  return site
}

/** A page that watches a worker, and keeps what its own listeners hear. */
const PAGE = `
import { init, webWorkerIntegration } from '/mayday.js'
globalThis.heard = []
const worker = globalThis.worker = new Worker('/worker.js?token=abc', { type: 'module' })
const integration = globalThis.integration = webWorkerIntegration({ worker })
globalThis.client = init({ dsn: DSN, integrations: [integration] })
worker.addEventListener('message', ({ data }) => heard.push(data))
addEventListener('error', ({ message, error }) => heard.push([message, !!error]))
globalThis.isReady = true
`
const WORKER = `
import { registerWebWorker } from '/mayday.js'
globalThis.stop = registerWebWorker({ self })
const acts = {
  idle() {},
  throw() { throw Object.assign(new RangeError('too far', { cause: new TypeError('why') }), { code: 'E1', orderId: 7 }) },
  reject() { Promise.reject(new SyntaxError('not mine')) },
  named() { throw Object.assign(new Error('by name'), { name: 'PaymentError' }) },
  group() { Promise.reject(new AggregateError([new Error('one'), new Error('two')], 'both')) },
  text() { throw 'only a text' },
  object() { Promise.reject({ status: 502, path: '/cart' }) },
  plain() { Promise.reject(404) },
}
self.onmessage = ({ data }) => { postMessage('got ' + data); acts[data]() }
`

const act = (name: string): Promise<void> =>
  page.evaluate(
    (name) => (globalThis as unknown as { worker: Worker }).worker.postMessage(name),
    name,
  )

const heard = (): Promise<unknown[]> => page.evaluate('heard') as Promise<unknown[]>

/** Longer than the page waits for a worker to tell. */
const settled = (): Promise<void> => page.waitForTimeout(1200)

const exceptions = ({ exception }: Event) =>
  exception?.values?.map(({ type, value, mechanism, stacktrace }) => ({
    type,
    value,
    mechanism: mechanism?.type,
    handled: mechanism?.handled,
    file: stacktrace?.frames?.at(-1)?.filename?.replace(site?.url ?? '', ''),
    function: stacktrace?.frames?.at(-1)?.function,
  }))

describe.skipIf(!findChromium())('a page that watches its worker', { timeout: 30_000 }, () => {
  it('captures an error that nobody catches there once, with its own stack, causes and members', async () => {
    const { events } = await open({ 'page.js': PAGE, 'worker.js': WORKER })
    await act('throw')
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(1)
    await settled()
    expect(events).toHaveLength(1)
    const [event] = events as [Event]
    expect(exceptions(event)).toEqual([
      expect.objectContaining({ type: 'TypeError', value: 'why', mechanism: 'chained' }),
      {
        type: 'RangeError',
        value: 'too far',
        mechanism: 'auto.browser.web_worker.onerror',
        handled: false,
        file: expect.stringMatching(/^\/worker\.js/),
        function: expect.stringContaining('throw'),
      },
    ])
    expect(event.exception?.values?.at(-1)?.mechanism?.data).toEqual({ code: 'E1', orderId: 7 })
    expect(event.contexts?.worker).toEqual({
      filename: `${site?.url}/worker.js?token=[Filtered]`,
    })
    expect(await heard()).toEqual(['got throw', ['Uncaught RangeError: too far', false]])
    expect(await page.evaluate('client.stats()')).toMatchObject({ captured: 1, dropped: 0 })
  })

  it('captures rejections that nobody handles there', async () => {
    const { events } = await open({ 'page.js': PAGE, 'worker.js': WORKER })
    for (const name of ['reject', 'object', 'plain']) await act(name)
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(3)
    const mechanism = 'auto.browser.web_worker.onunhandledrejection'
    expect(events.map((event) => exceptions(event)?.at(-1))).toMatchObject([
      { type: 'SyntaxError', value: 'not mine', mechanism, handled: false },
      { value: 'Object captured as promise rejection with keys: path, status', mechanism },
      {
        type: 'UnhandledRejection',
        value: 'Non-Error promise rejection captured with value: 404',
        mechanism,
        file: undefined,
      },
    ])
    expect(await heard()).toEqual(['got reject', 'got object', 'got plain'])
  })

  it('keeps names of their own, groups, and the place of what is no error', async () => {
    const { events } = await open({ 'page.js': PAGE, 'worker.js': WORKER })
    for (const name of ['named', 'group', 'text']) await act(name)
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(3)
    await settled()
    expect(events).toHaveLength(3)
    const byValue = (value: string) =>
      events.find((one) => exceptions(one)?.at(-1)?.value === value)
    expect(exceptions(byValue('by name') as Event)).toMatchObject([{ type: 'PaymentError' }])
    expect(exceptions(byValue('both') as Event)?.map(({ value }) => value)).toEqual([
      'two',
      'one',
      'both',
    ])
    expect(exceptions(byValue('only a text') as Event)).toMatchObject([
      { type: 'Error', file: expect.stringMatching(/^\/worker\.js/), function: '?' },
    ])
  })

  it('captures once what a worker throws while it is still being loaded', async () => {
    const worker = `${WORKER}\nthrow new Error('at once')`
    const { events } = await open({ 'page.js': PAGE, 'worker.js': worker })
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(1)
    await settled()
    expect(events.map((event) => exceptions(event)?.at(-1))).toMatchObject([
      { value: 'at once', mechanism: 'auto.browser.web_worker.onerror' },
    ])
  })

  it('captures what the browser says of the errors of a worker that tells nothing', async () => {
    const worker = `self.onmessage = () => { throw new RangeError('untold') }`
    const { events } = await open({ 'page.js': PAGE, 'worker.js': worker })
    await act('anything')
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(1)
    await settled()
    expect(events.map((event) => exceptions(event)?.at(-1))).toMatchObject([
      {
        value: 'RangeError: untold',
        mechanism: 'auto.browser.web_worker.onerror',
        file: '/worker.js?token=[Filtered]',
      },
    ])
  })

  it('knows the debug ids of the worker, also of files that it loads later', async () => {
    const worker = `
      const id = (stack, id) => { (self._sentryDebugIds ??= {})[stack] = id }
      id(new Error().stack, '11111111-1111-4111-8111-111111111111')
      ${WORKER}
      acts.later = async () => { const { fail } = await import('/later.js'); fail() }`
    const later = `
      self._sentryDebugIds[new Error().stack] = '22222222-2222-4222-8222-222222222222'
      export function fail() { throw new Error('later') }`
    const { events } = await open({ 'page.js': PAGE, 'worker.js': worker, 'later.js': later })
    await act('reject')
    await act('later')
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(2)
    const ids = events.map(({ debug_meta }) =>
      debug_meta?.images?.map(({ debug_id }) => debug_id[0]),
    )
    expect(ids).toEqual([['1'], expect.arrayContaining(['1', '2'])])
    expect(await page.evaluate("'_sentryDebugIds' in globalThis")).toBe(false)
  })

  it('may be given more workers later, and several at once', async () => {
    const more = `${PAGE}
      globalThis.other = new Worker('/worker.js', { type: 'module' })
      integration.addWorker(other)
      integration.addWorker(other)
      other.addEventListener('message', ({ data }) => heard.push(data))`
    const { events } = await open({ 'page.js': more, 'worker.js': WORKER })
    await act('throw')
    await page.evaluate("other.postMessage('named')")
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(2)
    await settled()
    expect(events).toHaveLength(2)
    expect(await heard()).not.toContainEqual(expect.objectContaining({ _sentryMessage: true }))
  })

  it('captures nothing more once the client is closed, and the page hears what it heard before', async () => {
    const { events } = await open({ 'page.js': PAGE, 'worker.js': WORKER })
    // What the worker says of itself when it starts was before that.
    await act('idle')
    await expect.poll(heard).toEqual(['got idle'])
    await page.evaluate('client.close()')
    await act('throw')
    await settled()
    expect(events).toEqual([])
    expect(await heard()).toEqual([
      'got idle',
      'got throw',
      expect.objectContaining({ _sentryMessage: true }),
      ['Uncaught RangeError: too far', false],
    ])
  })

  it('leaves an error to a worker that captures by itself', async () => {
    const worker = `
      import { init } from '/mayday.js'
      init({ dsn: DSN, initialScope: { tags: { by: 'worker' } } })
      ${WORKER}`
    const { events } = await open({ 'page.js': PAGE, 'worker.js': worker })
    await act('throw')
    await act('reject')
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(2)
    await settled()
    expect(events.map(({ tags }) => tags?.by)).toEqual(['worker', 'worker'])
  })

  it('captures what the browser says of a worker that tells nothing any more', async () => {
    const worker = `${WORKER}
      acts.stop = () => stop()`
    const { events } = await open({ 'page.js': PAGE, 'worker.js': worker })
    await act('stop')
    await act('reject')
    await act('throw')
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(1)
    await settled()
    expect(events.map((event) => exceptions(event)?.at(-1)?.value)).toEqual(['RangeError: too far'])
  })
})

describe.skipIf(!findChromium())('a page that does not watch', { timeout: 30_000 }, () => {
  it('captures what the browser says of the error, and prevents nothing', async () => {
    const bare = `
      import { init } from '/mayday.js'
      const worker = globalThis.worker = new Worker('/worker.js', { type: 'module' })
      globalThis.heard = []
      worker.onerror = ({ message, defaultPrevented }) => heard.push([message, defaultPrevented])
      init({ dsn: DSN })
      globalThis.isReady = true`
    const { events } = await open({ 'page.js': bare, 'worker.js': WORKER })
    await act('throw')
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(1)
    await settled()
    expect(events.map((event) => exceptions(event)?.at(-1))).toMatchObject([
      { mechanism: 'auto.browser.global_handlers.onerror' },
    ])
    expect(await heard()).toEqual([['Uncaught RangeError: too far', false]])
  })
})
