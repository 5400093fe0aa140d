// A real app of Next.js in a real browser: what its pages tell of what failed, and what its server does.
import type { Event } from '@mayday/core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { captured, createReceiver } from '../../packages/node/test/setup.js'
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { buildNextApp, type NextApp } from './next-bed.js'

/** All that React tells a page of an error that its server had. */
const HIDDEN = expect.stringMatching(/^Minified React error #441;/)

interface Case {
  what: string
  path: string
  /** @default false */
  isClicked?: boolean
  /** What the page says in the end. */
  shows: string
  /** The message of its one event, and whether anything handled the error. */
  page?: [message: unknown, handled: boolean]
  server?: [message: string, handled: boolean]
  /** Both events have it. */
  isBound?: boolean
}

const cases: Case[] = [
  {
    what: 'a client component that fails later',
    path: '/client',
    isClicked: true,
    shows: 'sorry',
    page: ['the update failed', true],
  },
  {
    what: 'a client component in a boundary that a server component has put there',
    path: '/boundary',
    isClicked: true,
    shows: 'of the boundary',
    page: ['the update failed', true],
  },
  {
    what: 'an event handler',
    path: '/handler',
    isClicked: true,
    shows: 'fine',
    page: ['the handler failed', false],
  },
  {
    what: 'a client component that fails wherever it is rendered',
    path: '/rendered',
    shows: 'sorry',
    page: ['the render failed', true],
    server: ['the render failed', false],
  },
  {
    what: 'a server component',
    path: '/server',
    shows: 'sorry',
    page: [HIDDEN, true],
    server: ['the server component failed', false],
    isBound: true,
  },
  {
    what: 'a server component that is waited for',
    path: '/streamed',
    shows: 'sorry',
    page: [HIDDEN, true],
    server: ['the late component failed', false],
    isBound: true,
  },
  {
    what: 'a server action',
    path: '/action',
    isClicked: true,
    shows: 'sorry',
    page: [HIDDEN, true],
    server: ['the action failed', false],
    isBound: true,
  },
  {
    what: 'the root layout',
    path: '/broken',
    shows: 'nothing works',
    page: [HIDDEN, true],
    server: ['the root layout failed', false],
    isBound: true,
  },
  {
    what: 'a page that differs from what the server sent',
    path: '/differing',
    shows: 'in the page',
    page: [expect.stringMatching(/^Minified React error #418;/), false],
  },
  {
    what: 'what a server component captures by the name of this package',
    path: '/by-hand',
    shows: 'captured',
    server: ['captured in a server component', true],
  },
  {
    what: 'what a route handler captures by it',
    path: '/api/by-hand',
    shows: 'captured',
    server: ['captured in a route', true],
  },
]

const BY_NODE = 'mayday.javascript.node'
const BY_REACT = 'mayday.javascript.react'

describe.skipIf(!findChromium())('what failed in an app of Next.js', () => {
  let app: NextApp
  let browser: Browser
  const shown: Record<string, unknown> = {}
  let events: Event[] = []

  beforeAll(async () => {
    app = await buildNextApp('next-pages-app')
    browser = await launchChromium()
    const receiver = await createReceiver()
    const { url, stop } = await app.serve(receiver.dsn)
    const arrived = () => receiver.arrived.flatMap(({ event }) => event ?? [])
    try {
      for (const one of cases) shown[one.path] = await play(browser, url, receiver.dsn, one)
      const count = cases.flatMap(({ page, server }) => [page, server].filter(Boolean)).length
      await vi.waitFor(() => expect(arrived().length).toBeGreaterThanOrEqual(count), {
        timeout: 10_000,
      })
    } finally {
      await stop()
      events = arrived()
    }
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    app?.remove()
  })

  const eventsOf = (path: string, sdk: string): Event[] =>
    events.filter(
      (event) => event.sdk?.name === sdk && new URL(event.request?.url ?? '').pathname === path,
    )

  it.each(cases)('$what is told once on each side', ({ path, shows, page, server }) => {
    const told = (sdk: string) =>
      eventsOf(path, sdk).map((event) => {
        const { value, mechanism } = captured(event)
        return [value, mechanism?.handled]
      })
    expect(shown[path]).toBe(shows)
    expect({ page: told(BY_REACT), server: told(BY_NODE) }).toEqual({
      page: page ? [page] : [],
      server: server ? [server] : [],
    })
  })

  it.each(cases.filter(({ page }) => page))(
    '$what has one digest on both sides, if the page is told nothing else',
    ({ path, isBound = false }) => {
      const [ofPage, ofServer] = [BY_REACT, BY_NODE].map(
        (sdk) => eventsOf(path, sdk)[0]?.tags?.['react.digest'],
      )
      expect(ofPage !== undefined).toBe(isBound)
      if (isBound) expect(ofServer).toBe(ofPage)
    },
  )
})

/** What the page says after all that fails in it has failed, and has been sent. */
async function play(
  browser: Browser,
  url: string,
  dsn: string,
  { path, isClicked, shows }: Case,
): Promise<string | null> {
  const page = await browser.newPage()
  try {
    await page.addInitScript(`globalThis.DSN = ${JSON.stringify(dsn)}`)
    await page.goto(url + path)
    // Clicks before React has come are lost.
    await page.waitForFunction('globalThis.isReady || !document.querySelector("button")')
    if (isClicked) await page.click('button')
    const place = page.getByText(shows, { exact: true })
    await place.waitFor({ timeout: 10_000 })
    await page.evaluate('globalThis.client?.flush(5000)')
    return await place.textContent()
  } finally {
    await page.close()
  }
}
