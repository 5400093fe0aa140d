import { launch, type Browser as Puppeteer } from 'puppeteer-core'
import { findFirefox } from '../../../scripts/browsers.js'
import type { Engine, Page } from './driver.js'

export const firefox: Engine = {
  name: 'Firefox',
  isInstalled: findFirefox() !== undefined,
  async start() {
    const browser = await launch({ browser: 'firefox', executablePath: findFirefox() as string })
    return { newPage: () => newPage(browser), stop: () => browser.close() }
  },
}

async function newPage(browser: Puppeteer): Promise<Page> {
  const context = await browser.createBrowserContext()
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
    type: (selector, text) => page.type(selector, text),
    close: () => context.close(),
  }
}
