// @vitest-environment jsdom
import { type ReportingObserverOptions, reportingObserverIntegration } from '@mayday/browser'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'

const observing: FakeObserver[] = []

/** jsdom has none. */
class FakeObserver {
  constructor(
    readonly tell: (reports: unknown[]) => void,
    readonly options: unknown,
  ) {}
  observe(): void {
    observing.push(this)
  }
  disconnect(): void {
    observing.splice(observing.indexOf(this), 1)
  }
}

beforeEach(() => void vi.stubGlobal('ReportingObserver', FakeObserver))
afterEach(() => {
  vi.unstubAllGlobals()
  observing.splice(0)
})

function listening(options?: ReportingObserverOptions, others: Parameters<typeof start>[0] = {}) {
  const memory = start({ integrations: [reportingObserverIntegration(options)], ...others })
  return { ...memory, tell: (...reports: unknown[]) => observing[0]?.tell(reports) }
}

/** Its members are those of its class, as those of a browser's reports. */
class Body {
  get id() {
    return 'sync-xhr'
  }
  get message() {
    return 'it will go'
  }
  get lineNumber() {
    return 7
  }
  toJSON() {
    return {}
  }
}
for (const name of ['id', 'message', 'lineNumber', 'toJSON']) {
  const own = Object.getOwnPropertyDescriptor(Body.prototype, name) as PropertyDescriptor
  Object.defineProperty(Body.prototype, name, { ...own, enumerable: true })
}

const url = 'https://shop.example/cart'

it('captures reports as messages, with what they say', async () => {
  const { tell, captured } = listening()
  tell({ type: 'deprecation', url, body: new Body() })
  const event = await captured()
  expect(event).toMatchObject({
    message: 'ReportingObserver [deprecation]: it will go',
    level: 'info',
    extra: { url },
  })
  expect(event.extra?.body).toEqual({ id: 'sync-xhr', message: 'it will go', lineNumber: 7 })
})

it('says why a page crashed, or that nobody knows', async () => {
  const { tell, client, events } = listening()
  tell(
    { type: 'crash', url, body: { crashId: '7', reason: 'oom' } },
    { type: 'crash', url, body: { crashId: '8' } },
    { type: 'crash', url, body: {} },
    { type: 'intervention', url, body: null },
  )
  await client.flush()
  expect(events.map(({ message }) => message)).toEqual([
    'ReportingObserver [crash]: 7 oom',
    'ReportingObserver [crash]: 8',
    'ReportingObserver [crash]: No details available',
    'ReportingObserver [intervention]: No details available',
  ])
})

it('asks for all reports, of before its start too, or for those that are wanted', () => {
  listening()
  listening({ types: ['crash'] })
  expect(observing.map(({ options }) => options)).toEqual([{ buffered: true, types: ['crash'] }])
})

it('gives a report no stack, since only the SDK would be in it', async () => {
  const { tell, captured } = listening({}, { attachStacktrace: true })
  tell({ type: 'deprecation', url, body: new Body() })
  expect(await captured()).not.toHaveProperty('exception')
})

it('survives a report that cannot be read', async () => {
  const { tell, client, events } = listening()
  const broken = Object.defineProperty({}, 'message', {
    get() {
      throw new Error('refused')
    },
  })
  tell({ type: 'crash', url, body: broken }, { type: 'deprecation', url, body: new Body() })
  await client.flush()
  expect(events.map(({ message }) => message)).toEqual([
    'ReportingObserver [deprecation]: it will go',
  ])
})

it('ends with its client', async () => {
  const { client } = listening()
  expect(observing).toHaveLength(1)
  await client.close()
  expect(observing).toEqual([])
})

it('does nothing in browsers that report nothing', async () => {
  vi.stubGlobal('ReportingObserver', undefined)
  const { client } = listening({}, { debug: true })
  expect(printed('log').join()).not.toContain('failed: ReportingObserver')
  expect(client.getIntegrationByName('ReportingObserver')).toBeDefined()
  expect(await client.close()).toBe(true)
  printed('log')
})
