import type { Browser as Playwright } from 'playwright-core'
import { findChromium, launchChromium } from '../../../scripts/browsers.js'
import type { Engine, Page } from './driver.js'

export const chromium: Engine = {
  name: 'Chromium',
  isInstalled: findChromium() !== undefined,
  async start() {
    const browser = await launchChromium()
    return { newPage: () => newPage(browser), stop: () => browser.close() }
  },
}

async function newPage(browser: Playwright): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const printed: string[] = []
  page.on('console', (message) => printed.push(message.text()))
  return {
    printed,
    open: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
    run: (fn, ...args) =>
      page.evaluate(`(${fn})(...${JSON.stringify(args)})`) as Promise<
        Awaited<ReturnType<typeof fn>>
      >,
    click: (selector) => page.click(selector),
    type: (selector, text) => page.locator(selector).pressSequentially(text),
    close: () => context.close(),
  }
}
