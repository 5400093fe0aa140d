// @vitest-environment jsdom
// What makes events and delivers them is loaded when the page has time for it, or once there is something to deliver.
import { createMemoryReceiver } from '@mayday/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, listenToErrors, page, raise } from './setup.js'

type Browser = typeof import('@mayday/browser')

const module = { failures: 0, requests: 0 }

/** Asking for it may fail, as in a page that is offline or older than what the server has. */
function load(): void {
  vi.doMock('../src/dispatch.js', async (importOriginal) => {
    module.requests++
    if (module.failures-- > 0) throw new Error('no such file')
    return importOriginal()
  })
}

/** Another page of the site. */
async function open(): Promise<void> {
  vi.resetModules()
  load()
  browser = await import('@mayday/browser')
  memory = createMemoryReceiver()
}

let browser: Browser
let client: ReturnType<Browser['init']> | undefined
let memory: ReturnType<typeof createMemoryReceiver>
let isIdle: (() => void) | undefined

beforeEach(async () => {
  module.failures = module.requests = 0
  localStorage.clear()
  isIdle = undefined
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => {
    isIdle = callback
  })
  vi.stubGlobal('cancelIdleCallback', () => {
    isIdle = undefined
  })
  await open()
})

afterEach(async () => {
  await client?.close(1)
  client = undefined
  vi.unstubAllGlobals()
  vi.useRealTimers()
  Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
})

function start(options: Parameters<Browser['init']>[0] = {}) {
  client = browser.init({ ...memory.options, ...options })
  return client
}

const leave = (): void => {
  globalThis.dispatchEvent(new page.Event('pagehide'))
}

const comeBack = (): void => {
  globalThis.dispatchEvent(new page.Event('pageshow'))
}

describe('a page that has just started', () => {
  it('has what it captures delivered as it was at that moment', async () => {
    const started = start()
    browser.setTag('when', 'before')
    browser.addBreadcrumb({ message: 'before' })
    const before = Date.now() / 1000
    const id = browser.captureException(new RangeError('early'))
    browser.setTag('when', 'after')
    browser.addBreadcrumb({ message: 'after' })
    expect(browser.lastEventId()).toBe(id)
    expect(started.stats()).toMatchObject({ captured: 1, pending: 1, delivered: 0 })
    expect(await browser.flush()).toBe(true)
    const [event] = memory.events
    expect(event).toMatchObject({ event_id: id, tags: { when: 'before' } })
    expect(event?.breadcrumbs?.values.map(({ message }) => message)).toEqual(['before'])
    expect(event?.timestamp).toBeGreaterThanOrEqual(before)
    expect(started.stats()).toMatchObject({ captured: 1, pending: 0, delivered: 1 })
  })

  it('sends what a user says, which is no error even then', async () => {
    const started = start()
    const id = browser.captureException(new RangeError('early'))
    browser.captureFeedback({ message: 'It broke' })
    expect(browser.lastEventId()).toBe(id)
    expect(started.stats()).toMatchObject({ captured: 1, pending: 1 })
    expect(await browser.flush()).toBe(true)
    expect(memory.items.map(({ headers }) => headers.type).sort()).toEqual(['event', 'feedback'])
    expect(browser.lastEventId()).toBe(id)
    expect(started.stats()).toMatchObject({ captured: 1, pending: 0, delivered: 1 })
  })

  it('leaves nothing of it to the next page, which would take it for an error', async () => {
    start()
    browser.captureFeedback({ message: 'It broke' })
    leave()
    expect(Object.keys(localStorage)).toEqual([])
    await browser.flush()
  })

  it('captures what nobody catches, with its frames', async () => {
    const stop = listenToErrors()
    start()
    raise({ error: new TypeError('nobody'), message: 'nobody' })
    stop()
    const event = await memory.captured()
    expect(captured(event)).toMatchObject({
      type: 'TypeError',
      mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false },
    })
    expect(captured(event).stacktrace?.frames?.at(-1)?.filename).toMatch('loading.test')
  })

  it('loads nothing until it is idle, and then without having captured anything', async () => {
    const started = start()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(module.requests).toBe(0)
    isIdle?.()
    await expect.poll(() => started.getTransport()).toBeDefined()
    expect(module.requests).toBe(1)
  })

  it('loads nothing where there is no DSN, and nothing after it was closed', async () => {
    start({ dsn: '' })
    browser.captureMessage('nowhere')
    await browser.flush()
    expect(isIdle).toBeUndefined()
    const started = start()
    void started.close()
    isIdle?.()
    browser.captureMessage('too late')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(module.requests).toBe(0)
  })

  it('delivers what was captured before it was closed', async () => {
    const started = start()
    browser.captureMessage('in time')
    expect(await started.close()).toBe(true)
    expect(memory.events.map(({ message }) => message)).toEqual(['in time'])
  })

  it('keeps its order, and counts what it has no room to hold', async () => {
    const started = start({ floodControl: false })
    for (let index = 0; index < 1200; index++) browser.captureMessage(`${index}`)
    expect(started.stats()).toMatchObject({ captured: 1200, pending: 1200 })
    await browser.flush(5000)
    const { captured, delivered, dropped, reasons } = started.stats()
    expect({ captured, delivered, dropped, reasons }).toEqual({
      captured: 1200,
      delivered: 1000,
      dropped: 200,
      reasons: { backpressure: 200 },
    })
    expect(memory.events.slice(0, 3).map(({ message }) => message)).toEqual(['0', '1', '2'])
  })

  it('shows in a preview what it would send', async () => {
    const started = start()
    expect(await started.preview(new Error('shown'))).toContain('"value":"shown"')
    expect(memory.events).toEqual([])
  })

  it('counts nothing but captures, and loads nothing for consent', async () => {
    const started = start({ consent: 'pending' })
    browser.setConsent('granted')
    expect(started.stats()).toMatchObject({ captured: 0, pending: 0 })
    expect(module.requests).toBe(0)
    started.recordDroppedEvent('sample_rate', 'session')
    expect(started.stats()).toMatchObject({ captured: 0, pending: 0 })
    browser.captureMessage('granted before it was loaded')
    expect(await browser.flush()).toBe(true)
    expect(memory.events.map(({ message }) => message)).toEqual(['granted before it was loaded'])
  })

  it('sends what waits only for consent once that is given', async () => {
    start({ consent: 'pending' })
    browser.captureMessage('patient')
    expect(await browser.flush()).toBe(false)
    browser.setConsent('granted')
    expect(await browser.flush()).toBe(true)
    expect(memory.events.map(({ message }) => message)).toEqual(['patient'])
  })
})

describe('what cannot be loaded', () => {
  it('is asked for again, and nothing is lost meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    module.failures = 2
    const started = start()
    browser.captureMessage('patient')
    const flushed = browser.flush(100)
    await vi.advanceTimersByTimeAsync(100)
    expect(await flushed).toBe(false)
    expect(started.stats()).toMatchObject({ captured: 1, pending: 1 })
    await vi.advanceTimersByTimeAsync(5000)
    await expect.poll(() => module.requests).toBe(2)
    browser.captureMessage('later')
    expect(module.requests).toBe(2)
    await vi.advanceTimersByTimeAsync(10_000)
    vi.useRealTimers()
    await expect.poll(() => memory.events).toHaveLength(2)
    expect(memory.events.map(({ message }) => message)).toEqual(['patient', 'later'])
  })
})

it('in a service worker, which may load nothing later, it says what to do', async () => {
  vi.stubGlobal('ServiceWorkerGlobalScope', class {})
  module.failures = 1
  start()
  browser.captureMessage('held')
  expect(await browser.flush(50)).toBe(false)
  expect(printed('warn')).toEqual([expect.stringContaining('@mayday/browser/complete')])
})

it('with @mayday/browser/complete there is nothing to load', async () => {
  vi.resetModules()
  const complete = await import('@mayday/browser/complete')
  expect(Object.keys(complete).sort()).toEqual(Object.keys(browser).sort())
  client = complete.init(memory.options)
  expect(client.getTransport()).toBeDefined()
  complete.captureMessage('at once')
  expect(client.stats()).toMatchObject({ captured: 1, pending: 1 })
  expect(client.pendingEnvelopes()).toHaveLength(1)
})

describe('a page that goes before', () => {
  it('leaves what it captured to the next one', async () => {
    module.failures = 1
    start()
    browser.setTag('page', 'first')
    const at = Date.now() / 1000 - 1
    const data = Uint8Array.from([0, 255])
    const id = browser.captureException(new RangeError('in passing'), {
      mechanism: { type: 'mine', handled: false },
      attachments: [{ filename: 'bytes', data }],
    })
    const said = browser.captureMessage('said in passing', 'warning')
    const thrown = browser.captureException('no error')
    leave()
    await client?.close(1)
    expect(Object.keys(localStorage)).toHaveLength(1)

    await open()
    start()
    browser.addBreadcrumb({ message: 'of the next page' })
    isIdle?.()
    await expect.poll(() => memory.events).toHaveLength(3)
    expect(memory.events.map((event) => event.event_id)).toEqual([id, said, thrown])
    const [error, message, primitive] = memory.events
    expect(captured(error as never)).toMatchObject({
      type: 'RangeError',
      value: 'in passing',
      mechanism: { type: 'mine', handled: false },
    })
    expect(captured(error as never).stacktrace?.frames?.at(-1)?.filename).toMatch('loading.test')
    expect(error?.timestamp).toBeGreaterThan(at)
    expect(error?.breadcrumbs).toBeUndefined()
    expect(error?.request?.url).toBe(`${location}`)
    expect(memory.attachments).toHaveLength(1)
    expect(message).toMatchObject({ message: 'said in passing', level: 'warning' })
    expect(captured(primitive as never).value).toBe('no error')
    expect(Object.keys(localStorage)).toEqual([])
  })

  it('leaves it there also when all is loaded in the moment between, since it may not live to deliver it', async () => {
    start()
    const id = browser.captureException(new RangeError('in passing'))
    leave()
    await expect.poll(() => memory.events).toHaveLength(1)
    expect(Object.keys(localStorage)).toHaveLength(1)
    await client?.close(1)

    await open()
    start()
    isIdle?.()
    await expect.poll(() => memory.events).toHaveLength(1)
    // Receivers know it by its id.
    expect(memory.events[0]?.event_id).toBe(id)
    expect(Object.keys(localStorage)).toEqual([])
  })

  it('takes it back when it comes back itself, and leaves it again when it goes again', async () => {
    const started = start()
    const id = browser.captureException(new RangeError('in passing'))
    leave()
    comeBack()
    expect(Object.keys(localStorage)).toEqual([])
    leave()
    expect(Object.keys(localStorage)).toHaveLength(1)
    comeBack()
    expect(await browser.flush()).toBe(true)
    expect(memory.events.map((event) => event.event_id)).toEqual([id])
    expect(started.stats()).toMatchObject({ captured: 1, delivered: 1, pending: 0 })
    leave()
    expect(Object.keys(localStorage)).toEqual([])
  })

  it('leaves what others have left in its place, and takes nothing away from them', async () => {
    module.failures = 1
    start()
    const first = browser.captureException(new RangeError('one tab'))
    leave()
    await client?.close(1)
    await open()
    comeBack()
    module.failures = 1
    start()
    const second = browser.captureException(new RangeError('another tab'))
    leave()
    await client?.close(1)
    expect(Object.keys(localStorage)).toHaveLength(2)

    await open()
    start()
    isIdle?.()
    await expect.poll(() => memory.events).toHaveLength(2)
    expect(memory.events.map(({ event_id }) => event_id).sort()).toEqual([first, second].sort())
    expect(Object.keys(localStorage)).toEqual([])
  })

  it('leaves nothing without consent, nothing where nothing waits, and nothing twice', async () => {
    start({ consent: 'pending' })
    browser.captureMessage('private')
    leave()
    expect(Object.keys(localStorage)).toEqual([])
    await client?.close(1)

    await open()
    start()
    leave()
    expect(Object.keys(localStorage)).toEqual([])
    browser.captureMessage('sent')
    await browser.flush()
    leave()
    expect(Object.keys(localStorage)).toEqual([])
  })

  it('leaves what there is room for, and does not stumble over what others have written there', async () => {
    module.failures = 1
    start()
    const setItem = vi.spyOn(page.Storage.prototype, 'setItem')
    setItem.mockImplementationOnce(() => {
      throw new Error('QuotaExceededError')
    })
    browser.captureException(new Error('big'), { attachments: [{ filename: 'a', data: 'x' }] })
    leave()
    setItem.mockRestore()
    const [place = ''] = Object.keys(localStorage)
    expect(localStorage.getItem(place)).toContain('"attachments":[]')
    localStorage.setItem(place, '[null, 1, {"message": {}}, "')
    await client?.close(1)

    await open()
    start()
    browser.captureMessage('goes on')
    await browser.flush()
    expect(memory.events.map(({ message }) => message)).toContain('goes on')
    expect(Object.keys(localStorage)).toEqual([])
  })
})
