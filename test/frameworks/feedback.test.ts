// What asks visitors, as they meet it: with a keyboard only, with a screen reader, in the dark, under the strictest policy.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { FeedbackEvent } from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { bodyOf, chunksOf } from './bed.js'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** A page that says in its own style what no dialog should look like. */
const STYLE = `
:root { color-scheme: light dark }
body > div:not(#root) { display: none }
body { letter-spacing: 9px }
dialog { opacity: .1; font-size: 3px }
`

const htmlOf = (
  page: string,
): string => `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css"><body><div id="root"></div><script type="module" src="/${page}/main.js"></script>`

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

describe.skipIf(!findChromium())('a page in Chromium that asks its visitors', () => {
  const envelopes: Buffer[] = []
  const requests: string[] = []
  const scripts = new Map<string, string>()
  let browser: Browser
  let page: Page
  let answer = 200
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    requests.push(path)
    if (request.method === 'POST') {
      const body = await bodyOf(request)
      if (answer === 200) envelopes.push(body)
      response.statusCode = answer
      response.end('{}')
      return
    }
    const script = scripts.get(path)
    const type = script ? 'text/javascript' : path === '/style.css' ? 'text/css' : 'text/html'
    response.setHeader('Content-Type', type)
    response.setHeader('Content-Security-Policy', POLICY)
    response.end(script ?? (type === 'text/css' ? STYLE : htmlOf(path.slice(1))))
  })

  beforeAll(async () => {
    for (const name of ['feedback', 'asking']) {
      for (const [path, code] of await chunksOf(`${name}.js`)) scripts.set(`/${name}${path}`, code)
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    envelopes.length = 0
    requests.length = 0
    answer = 200
  })
  const complaints: string[] = []
  afterEach(async () => {
    await page.close()
    expect(complaints.splice(0)).toEqual([])
  })

  async function open(
    path: 'feedback' | 'asking',
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<void> {
    page = await browser.newPage({ colorScheme })
    page.on('console', (message) => {
      // A refused request is what some tests are about.
      if (!/status of 403/.test(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    const { port } = server.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}/${path}`)
    await page.getByRole('button', { name: 'Break' }).waitFor()
  }

  const feedback = (): FeedbackEvent[] =>
    envelopes
      .flatMap((body) => parseEnvelope(body).items)
      .filter(({ headers }) => headers.type === 'feedback')
      .map(({ text }) => JSON.parse(text) as FeedbackEvent)

  const events = (): string[] =>
    envelopes
      .flatMap((body) => parseEnvelope(body).items)
      .filter(({ headers }) => headers.type === 'event')
      .map(({ text }) => JSON.parse(text).event_id as string)

  async function violations(): Promise<string[]> {
    const source = createRequire(import.meta.url)('axe-core').source as string
    await page.evaluate(source)
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] }),
    )
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)
  }

  /** What has the focus, through shadow roots. */
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      let { activeElement } = document
      while (activeElement?.shadowRoot?.activeElement)
        activeElement = activeElement.shadowRoot.activeElement
      if (activeElement === document.body) return ''
      const label = (activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent
      return (label ?? activeElement?.textContent ?? '').trim()
    })

  async function tabTo(name: RegExp): Promise<void> {
    for (let pressed = 0; !name.test(await focused()); pressed++) {
      expect(pressed, `on the way to ${name}`).toBeLessThan(20)
      await page.keyboard.press('Tab')
    }
  }

  describe('in the report dialog', () => {
    it('lets itself be used with a keyboard alone', async () => {
      await open('feedback')
      await tabTo(/^Report$/)
      await page.keyboard.press('Enter')
      await expect.poll(focused).toBe('Name (optional)')
      await page.keyboard.type('Ada')
      await tabTo(/Email/)
      await page.keyboard.type('ada@shop.example')
      await tabTo(/What happened/)
      await page.keyboard.type('I clicked on pay.')
      await tabTo(/Submit/)
      await page.keyboard.press('Enter')
      await page.getByText('Thank you! Your report is on its way.').waitFor()
      expect(await focused()).toBe('Close')
      await page.keyboard.press('Enter')
      await expect.poll(focused).toBe('Report')
      expect(await page.locator('output').textContent()).toBe('closed')
      expect(feedback().map(({ contexts }) => contexts.feedback)).toEqual([
        {
          message: 'I clicked on pay.',
          name: 'Ada',
          contact_email: 'ada@shop.example',
          url: page.url(),
          source: 'crash_report_embed_form',
          associated_event_id: events()[0],
        },
      ])
    })

    it('keeps the focus, and goes with Escape to where it was', async () => {
      await open('feedback')
      await tabTo(/^Report$/)
      await page.keyboard.press('Enter')
      await expect.poll(focused).toBe('Name (optional)')
      const seen = new Set<string>()
      for (let pressed = 0; pressed < 12; pressed++) {
        seen.add(await focused())
        await page.keyboard.press('Tab')
      }
      expect([...seen]).not.toContain('Other')
      expect([...seen]).toEqual(expect.arrayContaining(['Close', 'What happened?']))
      await tabTo(/What happened/)
      await page.keyboard.press('Escape')
      await expect.poll(focused).toBe('Report')
      expect(await page.getByRole('dialog').count()).toBe(0)
      expect(await page.locator('output').textContent()).toBe('closed')
    })

    it('tells what is wrong, and goes there', async () => {
      await open('feedback')
      await page.getByRole('button', { name: 'Report' }).click()
      await tabTo(/Submit/)
      await page.keyboard.press('Enter')
      await expect.poll(focused).toBe('What happened?')
      expect(await page.getByRole('dialog').getByRole('status').textContent()).toMatch(
        /^Please say/,
      )
      expect(await violations()).toEqual([])
      answer = 403
      await page.keyboard.type('It broke')
      await tabTo(/Submit/)
      await page.keyboard.press('Enter')
      await page.getByText('Your report could not be sent. Please try again.').waitFor()
      expect(feedback()).toEqual([])
    })

    it("looks as it should, whatever the page's style says", async () => {
      await open('feedback')
      await page.getByRole('button', { name: 'Report' }).click()
      const look = await page.getByRole('dialog').evaluate((dialog) => {
        const { opacity, fontSize, letterSpacing } = getComputedStyle(dialog)
        const { width, height } = dialog.getBoundingClientRect()
        return { opacity, fontSize, letterSpacing, isSeen: width > 200 && height > 200 }
      })
      expect(look).toEqual({
        opacity: '1',
        fontSize: '16px',
        letterSpacing: 'normal',
        isSeen: true,
      })
    })

    it.each(['light', 'dark'] as const)(
      'has no flaw that axe knows, when it is %s',
      async (scheme) => {
        await open('feedback', scheme)
        await page.getByRole('button', { name: 'Report' }).click()
        const dialog = page.getByRole('dialog', { name: 'It looks like we’re having issues.' })
        await dialog.waitFor()
        const background = await dialog.evaluate((one) => getComputedStyle(one).backgroundColor)
        expect(background === 'rgb(255, 255, 255)').toBe(scheme === 'light')
        expect(await violations()).toEqual([])
      },
    )

    it('is loaded by a boundary once there is an error', async () => {
      await open('asking')
      await page.waitForLoadState('networkidle')
      const before = requests.filter((path) => path.endsWith('.js'))
      await page.getByRole('button', { name: 'Break' }).click()
      await page.getByRole('dialog').waitFor()
      const late = requests.filter((path) => path.endsWith('.js')).slice(before.length)
      expect(late).toEqual([expect.stringContaining('dialog')])
      await page.getByRole('textbox', { name: 'What happened?' }).fill('It broke')
      await page.getByRole('button', { name: 'Submit crash report' }).click()
      await page.getByText('Thank you! Your report is on its way.').waitFor()
      expect(feedback()[0]?.contexts.feedback.associated_event_id).toBe(events()[0])
    })
  })

  describe('in the crash fallback', () => {
    it('lets itself be used with a keyboard alone', async () => {
      await open('feedback')
      await tabTo(/^Break$/)
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      await tabTo(/What did you do/)
      await page.keyboard.type('I clicked on pay.')
      await tabTo(/Email/)
      await page.keyboard.type('ada')
      await page.keyboard.press('Enter')
      expect(feedback()).toEqual([])
      await page.keyboard.type('@shop.example')
      await tabTo(/Send report/)
      await page.keyboard.press('Enter')
      await expect.poll(focused).toBe('Thank you! Your report is on its way.')
      expect(feedback().map(({ contexts }) => contexts.feedback)).toEqual([
        {
          message: 'I clicked on pay.',
          contact_email: 'ada@shop.example',
          url: page.url(),
          source: 'crash_report_embed_form',
          associated_event_id: events()[0],
        },
      ])
      await page.keyboard.press('Shift+Tab')
      expect(await focused()).toBe('Try again')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Break' }).waitFor()
    })

    it('is next where the focus was lost with what has failed', async () => {
      await open('feedback')
      await tabTo(/^Break$/)
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      await page.keyboard.press('Tab')
      expect(await focused()).toBe('Try again')
    })

    it.each(['light', 'dark'] as const)(
      'has no flaw that axe knows, when it is %s',
      async (scheme) => {
        await open('feedback', scheme)
        await page.getByRole('button', { name: 'Break' }).click()
        await page.getByRole('alert').waitFor()
        expect(await violations()).toEqual([])
        answer = 403
        await page.getByRole('textbox', { name: 'What did you do' }).fill('It broke')
        await page.getByRole('button', { name: 'Send report' }).click()
        await page.getByText('Your report could not be sent. Please try again.').waitFor()
        expect(await violations()).toEqual([])
      },
    )
  })
})
