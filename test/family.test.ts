// The whole way: real example programs, a real browser, the real Inbox.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StackFrame } from '@mayday/core'
import type { Inbox, StoredEvent } from '@mayday/inbox'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../scripts/browsers.js'
import { startPage, startServer } from '../scripts/examples.js'
import { violations } from './setup/event-violations.js'

type Exit = { name: string; code: number | null; stderr: string }
type Running = { url: string; stop(): Promise<void> }

/** A new picture for the README is taken with `PICTURE=docs/inbox.png npm test`. */
const pictureFile = process.env.PICTURE ?? join(tmpdir(), 'mayday-inbox.png')

let inbox: Inbox

beforeAll(async () => {
  const { createInbox } = await import('@mayday/inbox')
  inbox = await createInbox()
})

afterAll(() => inbox?.close())

/** The one event of that title; it fails when a second one follows. */
async function onlyEvent(title: string): Promise<StoredEvent> {
  const isIt = (event: StoredEvent): boolean => event.title.includes(title)
  const event = await inbox.event(isIt, 10_000)
  expect(violations(event.event)).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect((await inbox.events()).filter(isIt)).toHaveLength(1)
  return event
}

function captured(event: StoredEvent) {
  return event.event.exception?.values?.at(-1)
}

/** The throwing frame as the Inbox shows it, from source maps where the program was bundled. */
function throwingFrame(event: StoredEvent): StackFrame | undefined {
  return event.resolved?.at(-1)?.at(-1) ?? captured(event)?.stacktrace?.frames?.at(-1)
}

function trail(event: StoredEvent): (string | undefined)[] {
  return event.event.breadcrumbs?.values.map(({ category }) => category) ?? []
}

describe.skipIf(!findChromium())('a page in Chromium', () => {
  let browser: Browser
  const pages: Running[] = []

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all(pages.map((page) => page.stop()))
  })

  async function open(name: string) {
    const running = await startPage(name, inbox.dsn(name))
    pages.push(running)
    const page = await browser.newPage()
    await page.goto(running.url)
    return page
  }

  it('sends a thrown error and a rejected promise, once each, with what led there', async () => {
    const page = await open('browser')

    await page.click('#throw')
    const thrown = await onlyEvent('is not iterable')
    expect(captured(thrown)).toMatchObject({
      type: 'TypeError',
      mechanism: { type: 'auto.browser.global_handlers.onerror', handled: false },
    })
    expect(throwingFrame(thrown)).toMatchObject({
      filename: 'src/shop.ts',
      lineno: 7,
      in_app: true,
      context_line: '  const [price] = product.prices as { amount: number }[]',
    })
    expect(trail(thrown)).toEqual(['ui.click', 'console'])
    expect(thrown.event.breadcrumbs?.values[0]?.message).toBe(
      'body > main > button#throw[type="button"]',
    )
    expect(thrown.event).toMatchObject({
      platform: 'javascript',
      tags: { example: 'browser' },
      sdk: { name: 'mayday.javascript.browser', settings: { infer_ip: 'never' } },
      request: { headers: { 'User-Agent': expect.stringContaining('Chrome') } },
    })

    await page.click('#reject')
    const rejected = await onlyEvent('The basket could not be loaded')
    expect(captured(rejected)).toMatchObject({
      type: 'Error',
      value: 'The basket could not be loaded',
      mechanism: { type: 'auto.browser.global_handlers.onunhandledrejection', handled: false },
    })
    expect(throwingFrame(rejected)).toMatchObject({ filename: 'src/shop.ts', lineno: 14 })
    const request = rejected.event.breadcrumbs?.values.find(({ category }) => category === 'fetch')
    expect(request?.data).toEqual({
      method: 'GET',
      url: '/api/basket.json?user=[Filtered]',
      status_code: expect.any(Number),
    })
  })

  it('sends a render error of React once, with its component stack, and what an event handler throws', async () => {
    const page = await open('react')

    await page.click('#break')
    const failed = await onlyEvent("reading 'map'")
    expect(captured(failed)).toMatchObject({
      type: 'TypeError',
      mechanism: { type: 'auto.function.react.error_boundary', handled: true },
    })
    expect(throwingFrame(failed)).toMatchObject({
      filename: 'src/chart.tsx',
      lineno: 3,
      in_app: true,
    })
    expect(trail(failed)).toEqual(['ui.click'])
    const values = failed.event.exception?.values ?? []
    const at = values.findIndex(({ type }) => type === 'React ErrorBoundary TypeError')
    expect(values[at]?.mechanism).toMatchObject({ type: 'chained', source: 'cause', parent_id: 0 })
    expect(failed.resolved?.[at]?.map(({ filename }) => filename)).toContain('src/home.tsx')
    expect(failed.event.contexts?.react).toEqual({ version: expect.stringMatching(/^19\./) })
    expect(failed.event.sdk?.name).toBe('mayday.javascript.react')
    expect(failed.event.transaction).toBe('/')
    await page.getByLabel('What did you do before this?').fill('I lost the numbers')
    await page.getByText('Send report').click()
    await page.getByText('Your report is on its way').waitFor()
    await expect
      .poll(async () => (await fetch(`${inbox.url}/api/0/feedback`)).json())
      .toMatchObject({ feedback: [{ message: 'I lost the numbers', issueId: failed.issueId }] })
    await page.getByText('Try again').click()
    expect(await page.locator('pre').textContent()).toContain('▇▇▇')

    await page.click('#handler')
    const unheard = await onlyEvent('Nobody listens')
    expect(captured(unheard)?.mechanism).toMatchObject({ handled: false })
    expect(throwingFrame(unheard)).toMatchObject({ filename: 'src/home.tsx' })
  })

  it('sends what a promise, a loader and a reducer of the React app fail with, each once', async () => {
    const page = await open('react')

    await page.click('#weather')
    expect(captured(await onlyEvent('weather station'))?.mechanism).toMatchObject({ handled: true })
    await page.getByText('Ask again').click()

    await page.click('#tea')
    await page.click('#pay')
    const refused = await onlyEvent('card was refused')
    expect(captured(refused)?.mechanism).toMatchObject({ handled: false })
    expect(trail(refused)).toContain('redux.action')
    expect(refused.event.contexts?.state).toMatchObject({ state: { value: { tea: 1 } } })
    expect(JSON.stringify(refused)).not.toContain('4111')

    await page.getByText('Order 13').click()
    const lost = await onlyEvent('not in the warehouse')
    expect(captured(lost)?.mechanism).toMatchObject({
      type: 'auto.function.react.route_error',
      handled: true,
    })
    expect(lost.event.transaction).toBe('/orders/:id')
    expect(await page.getByRole('alert').textContent()).toContain(lost.id)
  })

  it('shows the issue in the Inbox page, with its source line', async () => {
    const page = await browser.newPage({ viewport: { width: 1180, height: 820 } })
    await page.goto(inbox.url)
    await page.getByText('is not iterable').first().click()
    await page.getByText('const [price] = product.prices').first().waitFor()
    await page.getByText('ui.click').first().waitFor()
    // The picture in the README is one of these.
    await page.screenshot({ path: pictureFile })
  })
})

describe('a Node service', () => {
  const exits: Exit[] = []
  const servers: Running[] = []
  afterAll(() => Promise.all(servers.map((server) => server.stop())))

  async function start(name: string) {
    const onExit = (exit: Exit): void => void exits.push(exit)
    const server = await startServer(name, inbox.dsn(name), onExit)
    servers.push(server)
    return server
  }

  it('sends an Express route error once, with its route, request and breadcrumbs', async () => {
    const { url } = await start('express')
    const answer = await fetch(`${url}/users/7?token=abc`)
    const event = await onlyEvent("reading 'name'")
    expect(answer.status).toBe(500)
    expect(await answer.text()).toBe(`Sorry. Report ${event.id}.`)
    expect(captured(event)).toMatchObject({
      type: 'TypeError',
      mechanism: { type: 'auto.middleware.express', handled: false },
    })
    expect(throwingFrame(event)).toMatchObject({
      filename: expect.stringMatching(/examples.express.server\.js$/),
      lineno: 25,
      in_app: true,
      context_line: expect.stringContaining('user.name'),
    })
    expect(event.event).toMatchObject({
      transaction: 'GET /users/:id',
      request: { method: 'GET', url: `${url}/users/7`, query_string: 'token=[Filtered]' },
    })
    expect(event.event.breadcrumbs?.values.at(-1)).toMatchObject({
      category: 'console',
      message: 'looking up user 7',
    })
  })

  it('does not send what was answered with 404 on purpose', async () => {
    const { url } = await start('express')
    expect((await fetch(`${url}/users/x`)).status).toBe(404)
    await fetch(`${url}/users/8`)
    await inbox.event(({ event }) => event.request?.url === `${url}/users/8`, 10_000)
    expect((await inbox.events()).filter(({ title }) => title.includes('No such user'))).toEqual([])
  })

  it('keeps the data of one request out of another', async () => {
    const { url } = await start('node-http')
    await fetch(`${url}/order`)
    const order = await onlyEvent("reading 'count'")
    expect(order.event).toMatchObject({
      transaction: 'GET /order',
      user: { id: '7' },
      tags: { example: 'node-http' },
    })
    expect(captured(order)?.mechanism).toEqual({ type: 'auto.http.node', handled: false })

    await fetch(`${url}/crash`).catch(() => undefined)
    const crash = await onlyEvent('The ledger does not add up')
    expect(crash.event.user).toBeUndefined()
    expect(crash.event.breadcrumbs?.values.map(({ message }) => message)).not.toContain(
      'serving /order',
    )
  })

  it('delivers a crash, and leaves exit code and stderr as Node makes them', async () => {
    const crash = await onlyEvent('The ledger does not add up')
    expect(crash.level).toBe('fatal')
    expect(captured(crash)?.mechanism).toEqual({
      type: 'auto.node.onuncaughtexception',
      handled: false,
    })
    await expect.poll(() => exits.length).toBeGreaterThan(0)
    expect(exits[0]).toMatchObject({ name: 'node-http', code: 1 })
    expect(exits[0]?.stderr).toMatch(
      /server\.js:32\n.*throw new RangeError[\s\S]*\n\nRangeError: The ledger does not add up\n {4}at .*\n[\s\S]*\n\nNode\.js v/,
    )
  })
})
