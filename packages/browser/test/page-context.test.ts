// @vitest-environment jsdom
import {
  captureException,
  captureMessage,
  getDefaultIntegrations,
  setContext,
} from '@mayday/browser'
import { afterEach, expect, it, vi } from 'vitest'
import { start } from './setup.js'

afterEach(() => {
  vi.restoreAllMocks()
  for (const name of ['deviceMemory', 'connection']) Reflect.deleteProperty(navigator, name)
})

/** What some browsers tell of themselves. */
function tell(members: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(navigator, name, { configurable: true, value })
  }
}

it('says whether the page is seen, and what the browser tells of device and connection', async () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  tell({ deviceMemory: 0.5, connection: { effectiveType: '3g', downlink: 1.35, rtt: 150 } })
  const memory = start()
  captureException(new Error('here'))
  const { app, device } = (await memory.captured()).contexts ?? {}
  expect(app).toEqual({ in_foreground: true })
  expect(device).toEqual({ memory_size: 536870912, online: true, connection_type: '3g' })
})

it('says so of the moment of each event', async () => {
  const memory = start()
  const seen = vi.spyOn(document, 'visibilityState', 'get')
  const online = vi.spyOn(navigator, 'onLine', 'get')
  for (const [state, isOnline] of [
    ['visible', true],
    ['hidden', false],
  ] as const) {
    seen.mockReturnValue(state)
    online.mockReturnValue(isOnline)
    captureMessage(state)
  }
  await memory.client.flush()
  expect(memory.events.map(({ contexts }) => [contexts?.app, contexts?.device])).toEqual([
    [{ in_foreground: true }, { online: true }],
    [{ in_foreground: false }, { online: false }],
  ])
})

it('leaves what the program says, and adds to it', async () => {
  const memory = start()
  setContext('device', { online: 'mine' })
  setContext('app', { app_name: 'shop' })
  captureMessage('here')
  expect((await memory.captured()).contexts).toMatchObject({
    device: { online: 'mine' },
    app: { app_name: 'shop', in_foreground: expect.any(Boolean) },
  })
})

it('says nothing of events from before', async () => {
  const memory = start()
  memory.client.captureMessage('then', 'info', { timestamp: 1_700_000_000 })
  expect(Object.keys((await memory.captured()).contexts ?? {})).toEqual(['trace'])
})

it('says nothing where the page is not to be named either', async () => {
  const defaultIntegrations = getDefaultIntegrations().filter(({ name }) => name !== 'HttpContext')
  const memory = start({ defaultIntegrations })
  captureMessage('here')
  expect(Object.keys((await memory.captured()).contexts ?? {})).toEqual(['trace'])
})

it('says what it can where there is no document, as in a worker', async () => {
  vi.stubGlobal('document', undefined)
  const memory = start()
  captureMessage('from a worker')
  const { contexts } = await memory.captured()
  await memory.client.close()
  vi.unstubAllGlobals()
  expect(contexts).toEqual({ trace: expect.anything(), device: { online: true } })
})
