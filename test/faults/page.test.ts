// Real pages that close, crash, freeze and lose their network: what has become of each event?
import type { Stats } from '@mayday/browser'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { checkSent } from '../setup/valid-events.js'
import { keepBooks } from './books.js'
import { createReceiver, type Receiver } from './receiver.js'
import type { Script } from './script.js'
import { addressOf, type Site, startSite } from './site.js'

/** What the pages' scripts can name. */
declare const client: {
  stats(): Stats
  flush(ms?: number): Promise<boolean>
  close(): Promise<boolean>
}
declare const capture: (title: string) => string

/** What the site of a page finds stored: envelopes in its database by what their errors say, and all other places. */
interface Stored {
  databases: number
  titles: string[]
  entries: number
}

const SHORT = { timeout: 1000 }

let browser: Browser
let site: Site
let receiver: Receiver
let context: BrowserContext
let captured: string[]
let script: Script

beforeAll(async () => {
  site = await startSite()
  if (findChromium()) browser = await launchChromium()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await site?.stop()
})

describe.skipIf(!findChromium())('in a page in Chromium', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    script = () => ({ status: 200 })
    receiver = await createReceiver({ script: (before) => script(before), onAccepted: checkSent })
    await receiver.start()
    context = await browser.newContext()
    captured = []
    Object.assign(site.tunnel, { bodies: [], status: 200, type: 'application/json' })
  })
  afterEach(async () => {
    await context.close()
    await receiver.stop()
  })

  async function open(options: Record<string, unknown> = {}, page?: Page): Promise<Page> {
    const opened = page ?? (await context.newPage())
    await opened.goto(addressOf(site, { dsn: receiver.dsn, floodControl: false, ...options }))
    // The same address but for its fragment would not load anything.
    if (page) await opened.reload()
    await opened.waitForFunction('globalThis.client')
    return opened
  }

  /** As people do it: a tab that is closed by the protocol ends at once. */
  async function close(page: Page): Promise<void> {
    const closed = page.waitForEvent('close')
    await page.close({ runBeforeUnload: true })
    await closed
  }

  /** A page of the site without the SDK. */
  async function bystander(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(site.url)
    return page
  }

  async function captureIn(page: Page, ...titles: string[]): Promise<void> {
    captured.push(...titles)
    await page.evaluate((all) => all.forEach(capture), titles)
  }

  const many = (count: number, name: string): string[] =>
    Array.from({ length: count }, (_, index) => `${name} ${index}`)

  const statsOf = (page: Page): Promise<Stats> => page.evaluate(() => client.stats())

  async function storedFor(page: Page): Promise<Stored> {
    return page.evaluate(async () => {
      const databases = await indexedDB.databases()
      const entries = [...Object.values(localStorage), ...Object.values(sessionStorage)]
      const rows = await new Promise<unknown[]>((resolve) => {
        if (databases.length === 0) return resolve([])
        const opening = indexedDB.open(databases[0]?.name as string)
        // It may have gone meanwhile, and is not to be made anew.
        opening.onupgradeneeded = () => opening.transaction?.abort()
        opening.onerror = () => resolve([])
        opening.onsuccess = () => {
          const name = opening.result.objectStoreNames[0] as string
          const all = opening.result.transaction(name).objectStore(name).getAll()
          all.onsuccess = () => {
            opening.result.close()
            resolve(all.result)
          }
        }
      })
      const text = JSON.stringify([rows, ...entries])
      const titles = [...new Set(text.match(/(?<="value":")[^"]*|(?<=\\"value\\":\\")[^"\\]*/g))]
      return { databases: databases.length, titles, entries: entries.length }
    })
  }

  const until = (what: () => Promise<void> | void, timeout = 15_000): Promise<void> =>
    expect.poll(async () => what(), { timeout }).toBeUndefined() as unknown as Promise<void>

  async function settled(page: Page): Promise<void> {
    await expect.poll(async () => (await statsOf(page)).pending, { timeout: 20_000 }).toBe(0)
  }

  function books(stored: Stored) {
    const drops = Object.entries(receiver.reported).map(([reason, quantity]) => ({
      reason,
      quantity,
    }))
    return keepBooks({ captured, accepted: receiver.accepted, kept: stored.titles, drops })
  }

  const NOTHING: Stored = { databases: 0, titles: [], entries: 0 }

  async function expectNothingStored(page: Page): Promise<void> {
    await expect.poll(() => storedFor(page), { timeout: 10_000 }).toEqual(NOTHING)
  }

  /** That all arrived, and nothing stays behind. */
  async function expectAllDelivered(page: Page, duplicates = 0): Promise<void> {
    const missing = (): string[] => {
      const arrived = new Set(receiver.accepted.map(({ title }) => title))
      return captured.filter((title) => !arrived.has(title))
    }
    await expect.poll(missing, { timeout: 20_000 }).toEqual([])
    await expectNothingStored(page)
    const found = books(await storedFor(page))
    expect(found).toMatchObject({ delivered: captured.length, unexplained: 0, remarks: [] })
    expect(found.duplicates).toBeLessThanOrEqual(duplicates)
  }

  /** Loads of the next pages happen so much later that all leases have ended. */
  async function openLater(): Promise<Page> {
    const page = await context.newPage()
    await page.addInitScript(() => {
      const { now } = Date
      Date.now = () => now() + 600_000
    })
    await page.goto(site.url)
    return open({}, page)
  }

  it('that leaves nothing, nothing is opened or stored', async () => {
    const page = await open()
    await captureIn(page, ...many(3, 'fine'))
    await settled(page)
    await page.reload()
    await page.waitForFunction('globalThis.client')
    await expectAllDelivered(page)
    expect(
      await page.evaluate(() => performance.getEntriesByType('resource').length),
    ).toBeGreaterThan(0)
  })

  it('that is reloaded during an outage, everything arrives once the receiver is back', async () => {
    await receiver.stop()
    const page = await open()
    await captureIn(page, ...many(5, 'lost'))
    await expect.poll(async () => (await storedFor(page)).titles.length).toBe(5)
    await page.reload()
    await page.waitForFunction('globalThis.client')
    await expect.poll(async () => (await statsOf(page)).pending).toBe(5)
    await receiver.start()
    await page.reload()
    await page.waitForFunction('globalThis.client')
    await expectAllDelivered(page)
    expect(await statsOf(page)).toMatchObject({ captured: 5, delivered: 5, pending: 0 })
  })

  it('that closes right after a capture, the event arrives, now or with the next page', async () => {
    const page = await open()
    captured.push('last words')
    await page.evaluate(() => {
      capture('last words')
      location.href = 'about:blank'
    })
    const next = await open()
    await expectAllDelivered(next, 1)
  })

  it('that closes right after a capture during an outage, the event arrives with the next page', async () => {
    await receiver.stop()
    const page = await open()
    await captureIn(page, 'last words')
    await close(page)
    await receiver.start()
    await expectAllDelivered(await open())
  })

  it('that crashes during an outage, everything arrives with another page once the lease has ended', async () => {
    await receiver.stop()
    const page = await open()
    await captureIn(page, ...many(5, 'lost'))
    await expect.poll(async () => (await storedFor(page)).titles.length).toBe(5)
    const crashed = page.waitForEvent('crash')
    void page.goto('chrome://crash').catch(() => {})
    await crashed
    await receiver.start()
    const early = await open()
    await early.waitForTimeout(500)
    expect(receiver.accepted).toEqual([])
    const next = await openLater()
    await expectAllDelivered(next)
    expect(await statsOf(next)).toMatchObject({ captured: 5, delivered: 5 })
  })

  it('that is offline for a while, everything arrives when it is online again', async () => {
    const page = await open()
    await context.setOffline(true)
    await captureIn(page, ...many(5, 'lost'))
    await expect.poll(async () => (await storedFor(page)).titles.length).toBe(5)
    await context.setOffline(false)
    await expectAllDelivered(page)
    expect(await statsOf(page)).toMatchObject({ captured: 5, delivered: 5, dropped: 0 })
  })

  it('and another one that find leftovers at the same time, each event arrives once', async () => {
    await receiver.stop()
    const page = await open()
    await captureIn(page, ...many(30, 'lost'))
    await expect.poll(async () => (await storedFor(page)).titles.length).toBe(30)
    const others = await Promise.all([bystander(), bystander(), bystander()])
    await close(page)
    await receiver.start()
    await Promise.all(others.map((other) => open({}, other)))
    await expectAllDelivered(others[0] as Page)
    const stats = await Promise.all(others.map(statsOf))
    expect(stats.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(30)
  })

  it('that is hidden with more than may outlive it, everything arrives, now or with the next page', async () => {
    const page = await open()
    await captureIn(page, ...many(180, 'before'))
    captured.push(...many(20, 'at the end'))
    await page.evaluate(
      (titles) => {
        addEventListener('pagehide', () => titles.forEach(capture))
      },
      many(20, 'at the end'),
    )
    await close(page)
    await expect.poll(() => receiver.accepted.length).toBeGreaterThan(0)
    await expectAllDelivered(await open(), 20)
  })
})
