/** A real Inbox and its page in a real Chromium, watched for everything that a page should never do. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInbox, type Inbox, type StoredEvent } from '@mayday/inbox'
import { source as axe } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchChromium } from '../../scripts/browsers.js'

export interface Look {
  /** @default 1280 */
  width?: number
  height?: number
  /** @default 'light' */
  scheme?: 'light' | 'dark'
  reducedMotion?: boolean
}

export interface Bed {
  inbox(): Inbox
  /** Opens a path of the page; a test fails that ends with anything in the console of one. */
  open(path?: string, look?: Look): Promise<Page>
  /** Sends an event and resolves with it as stored. */
  send(event: object, project?: string): Promise<StoredEvent>
  /** Sends an event so often, all at once. */
  flood(event: object, times: number): Promise<void>
  /** Sends an envelope with these items, and an event's id in its headers where one is given. */
  sendItems(items: [headers: object, payload: unknown][], eventId?: string): Promise<void>
  /** What the pages of the test did that they should not have, so far; asking makes it expected. */
  problems(): string[]
}

/** Pictures of the views, for whoever wants to see them. */
const pictures = process.env.PICTURES ?? join(tmpdir(), 'mayday-inbox-page')

export function makeBed(): Bed {
  let inbox: Inbox
  let browser: Browser
  let problems: string[] = []
  const pages: Page[] = []

  beforeAll(async () => {
    ;[inbox, browser] = await Promise.all([createInbox(), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await inbox?.close()
  })
  beforeEach(async () => {
    problems = []
    await inbox.clear()
  })
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()))
    expect(problems).toEqual([])
  })

  return {
    inbox: () => inbox,
    async open(
      path = '/',
      { width = 1280, height = 900, scheme = 'light', reducedMotion = true } = {},
    ) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const page = await context.newPage()
      pages.push(page)
      watch(page, inbox.url, (problem) => problems.push(problem))
      await page.goto(inbox.url + path)
      return page
    },
    send: (event, project = '1') => sendEvent(inbox, event, project),
    async flood(event, times) {
      const bodies = Array.from({ length: times }, () => envelopeOf(event, freshId()))
      await Promise.all(bodies.map((body) => post(inbox, '1', body)))
    },
    async sendItems(items, eventId) {
      const lines = [eventId ? { event_id: eventId } : {}, ...items.flat()]
      const body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
      await post(inbox, '1', body.join('\n'))
    },
    problems: () => problems.splice(0),
  }
}

function watch(page: Page, url: string, note: (problem: string) => void): void {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) note(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => note(`uncaught: ${error.message}`))
  page.on('dialog', (dialog) => {
    note(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) note(`request: ${request.url()}`)
  })
}

async function sendEvent(inbox: Inbox, event: object, project: string): Promise<StoredEvent> {
  const id = freshId()
  await post(inbox, project, envelopeOf(event, id))
  return inbox.event((stored) => stored.id === id)
}

function envelopeOf(event: object, id: string): string {
  const lines = [{ event_id: id }, { type: 'event' }, event]
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

function freshId(): string {
  return randomUUID().replaceAll('-', '')
}

async function post(inbox: Inbox, project: string, body: string): Promise<void> {
  const url = `${inbox.url}/api/${encodeURIComponent(project)}/envelope/?sentry_key=abc`
  // A connection that is kept may be closed by the Inbox in the moment of its next use.
  const response = await fetch(url, { method: 'POST', body, headers: { connection: 'close' } })
  if (response.status !== 200) throw new Error(await response.text())
}

/** A picture of what is to be seen, in a folder for pictures. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

/** What axe-core has to object to the page, in short. */
export async function objections(page: Page): Promise<string[]> {
  // Through the protocol: the page's own policy lets no script of others in.
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      resultTypes: ['violations'],
    }),
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}

/** How far the page is wider than its window, in pixels. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
}
