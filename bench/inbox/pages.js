import { launchChromium } from '../../scripts/browsers.js'
import { median } from '../figures.js'
import { sendEvents } from './load.js'
import { startReceiver } from './receivers.js'

const rounds = 5

/** Milliseconds until a view shows what it is about, in a fresh browser context each time. */
export async function pages(events) {
  const receiver = await startReceiver('Inbox')
  const started = performance.now()
  const { accepted } = await sendEvents(receiver.url, { count: events, small: true })
  const seconds = (performance.now() - started) / 1000
  console.log(`${accepted} events sent in ${Math.round(seconds)} s`)
  const browser = await launchChromium()
  const { issues } = await (await fetch(`${receiver.url}/api/0/issues?limit=1`)).json()
  const rows = {}
  const views = { issues: '/', search: '/?query=address', issue: `/issues/${issues[0].id}` }
  for (const [name, path] of Object.entries(views)) {
    const times = []
    for (let round = 0; round < rounds; round++)
      times.push(await show(browser, receiver.url + path))
    rows[name] = {
      'median, ms': Math.round(median(times)),
      'slowest, ms': Math.round(Math.max(...times)),
    }
  }
  await browser.close()
  await receiver.stop()
  return rows
}

/** From asking for the address to the first text of an event on the page, by the clock of the page itself. */
async function show(browser, url) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.addInitScript(() => {
    new MutationObserver((_mutations, observer) => {
      if (!document.body?.innerText.includes('Cannot read properties')) return
      observer.disconnect()
      requestAnimationFrame(() => {
        globalThis.shownAt = performance.now()
      })
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto(url, { waitUntil: 'commit' })
  const shownAt = await page.waitForFunction(() => globalThis.shownAt)
  const milliseconds = await shownAt.jsonValue()
  await context.close()
  return milliseconds
}
