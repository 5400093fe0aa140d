// Real pages that close, crash, freeze and lose their network: what has become of each event?
import { writeFileSync } from 'node:fs'
import type { Stats } from '@mayday/browser'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { checkSent } from '../setup/valid-events.js'
import { type Books, cellsOf, HEADINGS, keepBooks, markdownTable } from './books.js'
import { createReceiver, type Receiver } from './receiver.js'
import type { Script } from './script.js'
import { addressOf, type Site, startSite } from './site.js'

/** What the pages' scripts can name. */
declare const client: {
  getTransport(): unknown
  stats(): Stats
  flush(ms?: number): Promise<boolean>
  close(): Promise<boolean>
}
declare const capture: (title: string, hint?: object) => string
/** How many ms the clock of the page goes ahead. */
declare let ahead: number

/** What the site of a page finds stored: envelopes in its database by what their errors say, and all other places. */
interface Stored {
  databases: number
  titles: string[]
  entries: number
}

/** Runs in the page. */
async function leaseEnds(): Promise<number[]> {
  const [{ name }] = (await indexedDB.databases()) as [{ name: string }]
  return new Promise((resolve) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => {
      const store = opening.result.objectStoreNames[0] as string
      const all = opening.result.transaction(store).objectStore(store).getAll()
      all.onsuccess = () => {
        opening.result.close()
        resolve(all.result.map(({ until }) => until))
      }
    }
  })
}

let browser: Browser
let site: Site
let receiver: Receiver
let context: BrowserContext
let captured: string[]
let bodies: Uint8Array[]
let script: Script

beforeAll(async () => {
  site = await startSite()
  if (findChromium()) browser = await launchChromium()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await site?.stop()
  const { MAYDAY_FAULTS_TABLE: file } = process.env
  if (file) writeFileSync(file, markdownTable(['a page', ...HEADINGS], rows))
})

/** What came out, for the table of `docs/delivery.md`. */
const rows: string[][] = []

function enter(books: Books): void {
  const [, ...names] = (expect.getState().currentTestName ?? '').split(' > ')
  // What follows the comma is what is expected.
  rows.push([names.map((name) => name.split(', ')[0]).join(': '), ...cellsOf(books)])
}

describe.skipIf(!findChromium())('in a page in Chromium', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    script = () => ({ status: 200 })
    receiver = await createReceiver({
      script: (before) => script(before),
      onAccepted(body) {
        bodies.push(body)
        checkSent(body)
      },
    })
    await receiver.start()
    context = await browser.newContext()
    await context.addInitScript(() => {
      const { now } = Date
      Object.assign(globalThis, { ahead: 0 })
      Date.now = () => now() + ahead
    })
    captured = []
    bodies = []
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
    await page.evaluate((all) => {
      for (const title of all) capture(title)
    }, titles)
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

  /** A request of a page that has closed may still find the receiver that starts then. */
  const LAST = 1

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
    enter(found)
  }

  /** So much later all leases have ended. */
  const LATER = 600_000

  async function openLater(): Promise<Page> {
    const page = await context.newPage()
    await page.addInitScript((ms) => {
      ahead = ms
    }, LATER)
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
    await close(page)
    await receiver.start()
    const next = await open()
    await expectAllDelivered(next, LAST)
    expect(await statsOf(next)).toMatchObject({ captured: 5, delivered: 5, pending: 0 })
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
    await expectAllDelivered(await open(), LAST)
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
    await expectAllDelivered(others[0] as Page, LAST)
    const stats = await Promise.all(others.map(statsOf))
    expect(stats.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(30)
  })

  it('that is hidden with more than may outlive it, everything arrives, now or with the next page', async () => {
    const page = await open()
    await captureIn(page, ...many(180, 'before'))
    captured.push(...many(20, 'at the end'))
    await page.evaluate(
      (titles) => {
        addEventListener('pagehide', () => {
          for (const title of titles) capture(title)
        })
      },
      many(20, 'at the end'),
    )
    await close(page)
    await expect.poll(() => receiver.accepted.length).toBeGreaterThan(0)
    await expectAllDelivered(await open(), 20)
  })

  describe('that stands still during an outage', () => {
    /** As a frozen one does: nothing of it runs until it goes on, so much later. */
    async function standing(): Promise<{ page: Page; goOn(later: number): Promise<void> }> {
      await receiver.stop()
      const page = await open()
      await captureIn(page, ...many(5, 'lost'))
      await expect.poll(async () => (await storedFor(page)).titles.length).toBe(5)
      const devtools = await context.newCDPSession(page)
      await devtools.send('Debugger.enable')
      const paused = new Promise<{ callFrames: { callFrameId: string }[] }>((resolve) =>
        devtools.once('Debugger.paused', resolve),
      )
      await page.evaluate(() => {
        setTimeout(() => {
          // biome-ignore lint/suspicious/noDebugger: it is what stops the page
          debugger
        })
      })
      const callFrameId = (await paused).callFrames[0]?.callFrameId as string
      await receiver.start()
      return {
        page,
        async goOn(later) {
          // Before any timer.
          const resume = "document.dispatchEvent(new Event('resume'))"
          const expression = `ahead = ${later}; Promise.resolve().then(() => ${resume})`
          await devtools.send('Debugger.evaluateOnCallFrame', { callFrameId, expression })
          await devtools.send('Debugger.resume')
        },
      }
    }

    it('another page sends what it kept, and it does not do so again', async () => {
      const { page, goOn } = await standing()
      const next = await openLater()
      await expectAllDelivered(next)
      // As long as a network takes, and longer than a database.
      script = () => 'slow answer'
      await goOn(LATER)
      await settled(page)
      // One may go while the database is asked.
      const { captured: all, delivered, dropped } = await statsOf(page)
      expect([all, dropped]).toEqual([delivered, 0])
      expect(all).toBeLessThanOrEqual(1)
      await expectAllDelivered(next, 1)
    })

    it('nobody else sends what it kept while its lease lasts', async () => {
      const { page, goOn } = await standing()
      const next = await open()
      await next.waitForTimeout(500)
      expect(receiver.accepted).toEqual([])
      await goOn(0)
      await expectAllDelivered(page)
      expect(await statsOf(page)).toMatchObject({ captured: 5, delivered: 5 })
    })
  })

  describe('that goes and comes back from the cache', () => {
    /** One whose requests have no answer yet. */
    async function gone(): Promise<Page> {
      script = (before) => (before < 20 ? 'reset after reading' : { status: 200 })
      await receiver.stop()
      const page = await open()
      await page.waitForFunction(() => client.getTransport())
      await page.route(`${new URL(receiver.dsn).origin}/**`, () => {})
      await captureIn(page, ...many(5, 'under way'))
      await goesAway(page)
      script = () => ({ status: 200 })
      await receiver.start()
      return page
    }

    async function goesAway(page: Page): Promise<void> {
      await page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
      })
    }

    async function comeBack(page: Page): Promise<void> {
      await page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
      })
    }

    it('another page sends what it left, and it does not do so again', async () => {
      const page = await gone()
      expect(await storedFor(page)).toMatchObject({ databases: 0, entries: 5 })
      const next = await open()
      await expectAllDelivered(next)
      expect(await statsOf(next)).toMatchObject({ captured: 5, delivered: 5 })
      await comeBack(page)
      await expect.poll(() => statsOf(page)).toMatchObject({ captured: 0, pending: 0 })
      await expectAllDelivered(page)
    })

    it('nothing of it is left behind when it comes back first', async () => {
      const page = await gone()
      await comeBack(page)
      await expect.poll(() => storedFor(page)).toMatchObject({ databases: 1, entries: 0 })
      expect(await statsOf(page)).toMatchObject({ captured: 5, pending: 5 })
    })

    it('nothing of it is left behind either when it had not loaded all of the SDK', async () => {
      let mayLoad: (() => void) | undefined
      const loading = new Promise<void>((resolve) => {
        mayLoad = resolve
      })
      const page = await context.newPage()
      await page.route(/(?<!main)\.js$/, async (route) => {
        await loading
        await route.continue()
      })
      await open({}, page)
      await captureIn(page, ...many(5, 'before'))
      await goesAway(page)
      expect(await storedFor(page)).toMatchObject({ databases: 0, entries: 1 })
      await comeBack(page)
      expect(await storedFor(page)).toEqual(NOTHING)
      mayLoad?.()
      await expectAllDelivered(page)
      expect(await statsOf(page)).toMatchObject({ captured: 5, delivered: 5 })
    })
  })

  describe('that may keep nothing, all stays in memory and arrives from there:', () => {
    it.each<[string, () => void]>([
      [
        'opening the database throws',
        () => {
          IDBFactory.prototype.open = () => {
            throw new DOMException('denied', 'SecurityError')
          }
        },
      ],
      [
        'opening the database fails',
        () => {
          const { open } = IDBFactory.prototype
          // A version that is older than what is there.
          IDBFactory.prototype.open = function (name) {
            open.call(this, name, 5)
            return open.call(this, name, 1)
          }
        },
      ],
      [
        'writing fails for want of room',
        () => {
          IDBObjectStore.prototype.put = () => {
            throw new DOMException('no room', 'QuotaExceededError')
          }
          Storage.prototype.setItem = IDBObjectStore.prototype.put as () => never
        },
      ],
      [
        'the list of databases is refused',
        () => {
          IDBFactory.prototype.databases = () => Promise.reject(new Error('denied'))
        },
      ],
      [
        'asking for the database throws',
        () => {
          for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) {
            const get = (): never => {
              throw new DOMException('denied', 'SecurityError')
            }
            Object.defineProperty(globalThis, name, { get, configurable: true })
          }
        },
      ],
      [
        'there is no database',
        () => {
          Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
        },
      ],
    ])('%s', async (_what, breakIt) => {
      const errors: Error[] = []
      await receiver.stop()
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(error))
      await page.addInitScript(breakIt)
      await open({ tunnel: 'auto' }, page)
      await captureIn(page, ...many(5, 'lost'))
      await page.waitForTimeout(300)
      await page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pagehide'))
        dispatchEvent(new PageTransitionEvent('pageshow'))
      })
      await page.waitForTimeout(300)
      await receiver.start()
      await page.evaluate(() => dispatchEvent(new Event('online')))
      await settled(page)
      expect(await statsOf(page)).toMatchObject({ captured: 5, delivered: 5 })
      expect(receiver.accepted.length + site.tunnel.bodies.length).toBe(5)
      expect(errors).toEqual([])
    })
  })

  it('that stays, the others know for as long as it keeps something', async () => {
    await receiver.stop()
    const page = await context.newPage()
    await page.clock.install()
    await open({}, page)
    await captureIn(page, ...many(5, 'lost'))
    await expect.poll(async () => (await storedFor(page)).titles.length).toBe(5)
    const shortestLease = async (): Promise<number> => {
      const ends = await page.evaluate(leaseEnds)
      return Math.min(...ends) - (await page.evaluate(() => Date.now()))
    }
    // In steps that the database can follow: it has a clock of its own.
    const pass = async (seconds: number): Promise<void> => {
      for (let passed = 0; passed < seconds; passed += 3) {
        await page.clock.runFor(3000)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    await pass(300)
    expect(await shortestLease()).toBeGreaterThan(0)
    for (const title of many(10, 'later')) {
      await pass(30)
      await captureIn(page, title)
    }
    await expect.poll(async () => (await storedFor(page)).titles.length).toBe(15)
    expect(await shortestLease()).toBeGreaterThan(0)
    await receiver.start()
    await page.clock.resume()
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await expectAllDelivered(page)
  })

  it('that a service worker controls, everything arrives with the next page', async () => {
    const page = await bystander()
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/worker.js')
      await navigator.serviceWorker.ready
    })
    await receiver.stop()
    await open({}, page)
    expect(await page.evaluate(() => !!navigator.serviceWorker.controller)).toBe(true)
    await captureIn(page, ...many(5, 'lost'))
    await close(page)
    await receiver.start()
    await expectAllDelivered(await open(), 5)
  })

  it('in whose worker the SDK is, everything arrives once the receiver is back', async () => {
    await receiver.stop()
    const page = await bystander()
    const address = addressOf(site, { dsn: receiver.dsn }).replace('/#', '/main.js#')
    captured.push('in a worker')
    await page.evaluate((url) => {
      const worker = new Worker(url, { type: 'module' })
      worker.postMessage('in a worker')
      Object.assign(globalThis, { worker })
    }, address)
    await expect.poll(async () => (await storedFor(page)).titles).toEqual(captured)
    await page.evaluate(() => (globalThis as unknown as { worker: Worker }).worker.terminate())
    await receiver.start()
    await expectAllDelivered(await openLater())
  })

  it("that cannot reach the receiver's host, everything goes by the path of its own server", async () => {
    let blocked = 0
    await context.route(`${new URL(receiver.dsn).origin}/**`, (route) => {
      blocked++
      return route.abort()
    })
    const page = await open({ tunnel: 'auto' })
    await captureIn(page, 'first')
    await settled(page)
    expect(site.tunnel.bodies.map((body) => JSON.parse(body.split('\n')[0] ?? '').dsn)).toEqual([
      receiver.dsn,
    ])
    // Once with keepalive, and once without.
    expect(blocked).toBe(2)
    await page.reload()
    await page.waitForFunction('globalThis.client')
    await captureIn(page, 'second')
    await settled(page)
    expect(site.tunnel.bodies).toHaveLength(2)
    expect(blocked).toBe(2)
    expect(await storedFor(page)).toMatchObject({ databases: 0, entries: 1 })
  })

  it('that goes with an attachment under way, its bytes arrive', async () => {
    await receiver.stop()
    const page = await open()
    captured.push('with bytes')
    await page.evaluate(() => {
      const data = Uint8Array.from({ length: 256 }, (_, index) => index)
      capture('with bytes', { attachments: [{ filename: 'all', data }] })
      dispatchEvent(new PageTransitionEvent('pagehide'))
    })
    await close(page)
    await receiver.start()
    const next = await open()
    await expectAllDelivered(next, LAST)
    const bytes = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index))
    expect(bodies.some((body) => Buffer.from(body).includes(bytes))).toBe(true)
  })

  it('that crashes with more than there is room for, the next one says how much was lost', async () => {
    await receiver.stop()
    const page = await open({ maxValueLength: 200_000 })
    const titles = Array.from({ length: 90 }, (_, index) => `${index} ${'x'.repeat(100_000)}`)
    await captureIn(page, ...titles)
    await expect.poll(async () => (await storedFor(page)).titles.length).toBeGreaterThan(30)
    const crashed = page.waitForEvent('crash')
    void page.goto('chrome://crash').catch(() => {})
    await crashed
    await receiver.start()
    const next = await openLater()
    await expectNothingStored(next)
    await next.evaluate(() => client.flush())
    const { captured: all, delivered, reasons } = await statsOf(next)
    expect(all).toBe(90)
    expect(reasons.cache_overflow).toBe(90 - delivered)
    expect(delivered).toBeGreaterThan(30)
    await expect.poll(() => receiver.reported.cache_overflow).toBe(90 - delivered)
    expect(receiver.accepted).toHaveLength(delivered)
  })
})
