/** What every test of a page in a real browser has: a page, its site, and the receiver that it sends to. */
import type { BrowserOptions } from '@mayday/browser'
import type { Event, Exception } from '@mayday/core'
import { parseEnvelope, titleOf } from '@mayday/core/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject } from 'vitest'
import { createReceiver, type Receiver } from '../faults/receiver.js'
import { checkSent } from '../setup/valid-events.js'
import type { Browser, Engine, Page } from './engines/index.js'
import { type Site, startSite } from './site.js'

export interface Bed {
  engine: Engine['name']
  /** Those of the test. */
  site(): Site
  receiver(): Receiver
  /** A new page of the site at `/shop`. */
  open(page?: PageSpec): Promise<Page>
  /** The text of a page, for other paths of the site. */
  textOf(page: PageSpec): string
  /** The one event whose title contains this, once it is here and everything else could be. */
  event(page: Page, title: string): Promise<ReceivedEvent>
  /** All that arrived so far, oldest first. */
  events: ReceivedEvent[]
}

export type ReceivedEvent = Parameters<typeof titleOf>[0] & Event

export interface PageSpec {
  /** What `init` is given besides the DSN; false leaves the SDK to the test. */
  options?: Partial<BrowserOptions> | false
  /** Paths of scripts that run before the SDK. */
  before?: string[]
  /** The modules with the SDK. @default ['/main.js'] */
  scripts?: string[]
  /** Paths of modules that run after it. */
  after?: string[]
  body?: string
  headers?: Record<string, string>
  /** Waits until the page has everything that it loads when it is idle. @default false */
  isLoaded?: boolean
}

/** A part of what all engines have to pass. */
export type Suite = (bed: Bed) => void

/** Runs all suites in that engine, in one browser. */
export function inEngine(engine: Engine, suites: readonly Suite[]): void {
  describe.skipIf(!engine.isInstalled)(`in ${engine.name}`, () => {
    const bed = makeBed(engine)
    for (const suite of suites) suite(bed)
  })
}

function makeBed({ name, start }: Engine): Bed {
  let browser: Browser
  let site: Site
  let receiver: Receiver
  const pages: Page[] = []
  const events: ReceivedEvent[] = []

  beforeAll(async () => {
    site = await startSite(inject('files'))
    browser = await start()
  })
  afterAll(async () => {
    await browser?.stop()
    await site?.stop()
  })
  beforeEach(async () => {
    events.length = 0
    receiver = await createReceiver({ onAccepted: (body) => events.push(...eventsIn(body)) })
    await receiver.start()
  })
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()))
    site.missing.length = 0
    await receiver.stop()
  })

  const textOf = (page: PageSpec): string => htmlOf(page, receiver.dsn)

  return {
    engine: name,
    site: () => site,
    receiver: () => receiver,
    events,
    textOf,
    async open(spec = {}) {
      const page = await browser.newPage()
      pages.push(page)
      site.pages['/shop'] = { html: textOf(spec), headers: spec.headers }
      await page.open(`${site.url}/shop`)
      const isLoaded = (): Promise<boolean> => page.run(() => client.getTransport() !== undefined)
      if (spec.isLoaded) await expect.poll(isLoaded, { timeout: 10_000 }).toBe(true)
      return page
    },
    async event(page, title) {
      const found = (): ReceivedEvent[] => events.filter((event) => titleOf(event).includes(title))
      await expect
        .poll(() => found().length, { timeout: 15_000, message: title })
        .toBe(1)
        .catch(async (error: Error) => {
          const stats = await page
            .run(() => JSON.stringify(globalThis.client?.stats()))
            .catch(String)
          error.message += `\nThe client has ${stats}`
          throw error
        })
      await page.run(() => globalThis.client?.flush(2000))
      expect(found()).toHaveLength(1)
      return found()[0] as ReceivedEvent
    },
  }
}

function eventsIn(body: Uint8Array): ReceivedEvent[] {
  checkSent(body)
  const items = parseEnvelope(body).items.filter(({ headers }) => headers.type === 'event')
  return items.map(({ text }) => JSON.parse(text))
}

function htmlOf(
  { options = {}, before = [], scripts = ['/main.js'], after = [], body = '' }: PageSpec,
  dsn: string,
): string {
  const all = options && JSON.stringify({ dsn, ...options })
  const attribute = all ? ` data-options="${all.replaceAll('"', '&quot;')}"` : ''
  return `<!doctype html><title>shop</title>
${['/faults.js', ...before].map((path) => `<script src="${path}"></script>`).join('\n')}
<body${attribute}>
${body}
${[...scripts, ...after].map((path) => `<script type="module" src="${path}"></script>`).join('\n')}`
}

/** The exception that was captured; before it stand its causes. */
export function captured(event: Event): Exception {
  const value = event.exception?.values?.at(-1)
  if (!value) throw new Error('The event has no exception')
  return value
}

/** What pages of the site have; the functions that tests run in them may name it. */
declare global {
  var Mayday: typeof import('@mayday/browser')
  /** What `init` returned, if the page has called it. */
  var client: import('@mayday/browser').Client
  /** From site/faults.js */
  var faults: Record<
    'thrown' | 'inTimer' | 'inListener' | 'inPromise' | 'inAsync' | 'rethrown',
    () => void
  > &
    Record<'primitive' | 'rejected', (value: unknown) => void> & {
      requested(url: string): void
      handledLate(reason: unknown, ms?: number): void
    }
  /** From site/inventory.js */
  var inventory: Record<'changes' | 'listeners', () => string[]>
  /** From site/watch.js */
  var violations: string[]
  /** From site/handler.js */
  var seen: { calls: unknown[][]; prevented: boolean[] }
  var handle: OnErrorEventHandlerNonNull
  var noticePrevention: () => void
}
