// A visit is one page in a fresh context, so with a process, a cache and a storage of its own; its CPU time can be read.
import { setTimeout as sleep } from 'node:timers/promises'

let visits = 0

/** Opens the page without an SDK and hands it to `work`; closes it after that. */
export async function visit(browser, site, work) {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const number = ++visits
    await page.goto(`http://${site.address}/?${number}`)
    const session = await context.newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    return await work({ number, ...tools(session) })
  } finally {
    await context.close()
  }
}

function tools(session) {
  /** Runs in the page, and waits for what it promises. */
  async function run(expression) {
    const { exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      // No value goes back.
      returnByValue: false,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description)
  }

  /** CPU time of all tasks of the page's main thread so far; in ms. */
  async function cpu() {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000
  }

  /** What `work` costs, with what it leaves to be done within so many ms after it. */
  async function cost(work, settle = 0) {
    await session.send('HeapProfiler.collectGarbage')
    const before = await cpu()
    await work()
    if (settle) await sleep(settle)
    return (await cpu()) - before
  }

  return { run, cpu, cost, session }
}
