// @vitest-environment jsdom
import {
  addBreadcrumb,
  captureException,
  captureMessage,
  globalHandlersIntegration,
  setTag,
} from '@mayday/browser'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { captured, listenToErrors, raise, rejectUnhandled, start } from './setup.js'

type Stub = Record<string, (...args: unknown[]) => void>
const global = globalThis as unknown as { Mayday?: Stub } & Record<symbol, unknown>

let stop: () => void

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 })
  stop = listenToErrors()
  vi.resetModules()
  await import('@mayday/browser/early')
})

afterEach(() => {
  stop()
  vi.useRealTimers()
  delete global.Mayday
  Reflect.deleteProperty(globalThis, Symbol.for('mayday.early'))
})

const later = (ms: number): unknown => vi.advanceTimersByTime(ms)

it('errors and rejections before init() are captured by it, with their times', async () => {
  raise({ error: new Error('early'), message: 'early' })
  later(500)
  rejectUnhandled({ reason: new Error('rejected early') })
  later(2000)
  const memory = start()
  await memory.client.flush()
  const [error, rejection] = memory.events
  expect(error?.timestamp).toBe(1_000_000_000)
  expect(captured(error as never)).toMatchObject({
    value: 'early',
    mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false },
  })
  expect(rejection?.timestamp).toBe(1_000_000_000.5)
  expect(captured(rejection as never)).toMatchObject({
    value: 'rejected early',
    mechanism: { type: 'auto.browser.global_handlers.onunhandledrejection' },
  })
})

it('calls before init() are made by it, in their order and with their times', async () => {
  global.Mayday?.setTag?.('stage', 'boot')
  global.Mayday?.addBreadcrumb?.({ message: 'first' })
  later(1000)
  global.Mayday?.captureMessage?.('said early', 'warning')
  setTag('late', 'yes')
  const memory = start()
  const event = await memory.captured()
  expect(event).toMatchObject({
    message: 'said early',
    level: 'warning',
    timestamp: 1_000_000_001,
    tags: { stage: 'boot', late: 'yes' },
  })
  expect(event.breadcrumbs?.values[0]).toMatchObject({ message: 'first', timestamp: 1_000_000_000 })
})

it('so are those of the functions that the package exports', async () => {
  addBreadcrumb({ message: 'first' })
  captureException(new TypeError('early'), { tags: { a: 'b' } })
  const memory = start()
  const event = await memory.captured()
  expect(captured(event)).toMatchObject({ type: 'TypeError', value: 'early' })
  expect(event.tags).toEqual({ a: 'b' })
  expect(event.breadcrumbs?.values.map(({ message }) => message)).toEqual(['first'])
})

it('after init() the page has what it says at once, and nobody listens twice', async () => {
  const memory = start()
  global.Mayday?.captureMessage?.('now')
  raise({ error: new Error('thrown now'), message: 'thrown now' })
  await memory.client.flush()
  expect(memory.events.map((event) => event.message ?? captured(event).value)).toEqual([
    'now',
    'thrown now',
  ])
})

it('what the integration is not to capture it does not capture afterwards either', async () => {
  raise({ error: new Error('early'), message: 'early' })
  rejectUnhandled({ reason: new Error('rejected early') })
  const memory = start({ integrations: [globalHandlersIntegration({ onerror: false })] })
  await memory.client.flush()
  expect(memory.events.map((event) => captured(event).value)).toEqual(['rejected early'])
})

it('without a DSN nothing is kept', () => {
  raise({ error: new Error('early'), message: 'early' })
  captureMessage('early')
  start({ dsn: '' })
  const early = global[Symbol.for('mayday.early')] as { noted: unknown[] }
  expect(early.noted).toEqual([])
  raise({ error: new Error('later'), message: 'later' })
  expect(early.noted).toEqual([])
})

it('of a page that fails all the time it keeps the first', async () => {
  for (let index = 0; index < 300; index++) global.Mayday?.addBreadcrumb?.({ message: `${index}` })
  const early = global[Symbol.for('mayday.early')] as { noted: unknown[] }
  expect(early.noted).toHaveLength(200)
})
