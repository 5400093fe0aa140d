// What is measured, each in a visit of its own. Each gives figures by name; in ms of CPU unless it says otherwise.
import { setTimeout as sleep } from 'node:timers/promises'
import { ERRORS, entryOf, titleOf } from './pages.js'
import { HOLD } from './server.js'

/** So long after its start, an SDK has loaded all that it loads when the page is idle; in ms. */
const SETTLED = HOLD + 300
/** What is left to be done after a request has arrived, the answer above all; in ms. */
const ANSWERED = 30
/** Calls of each function. */
const CALLS = 3000
const TAXED = [
  'fetch',
  'console.log',
  'setTimeout',
  'addEventListener',
  'XHR open',
  'XHR open, send',
  'click',
]

/** Loading, evaluating and starting: until the page can go on, and with all that follows by itself. */
export async function measureStart(page, name) {
  const before = await page.cpu()
  await start(page, name)
  const atOnce = await page.cpu()
  await sleep(SETTLED)
  return { atOnce: atOnce - before, inAll: (await page.cpu()) - before }
}

/** The first error, and each of five later ones, until the receiver has it; nothing for one that never arrives. */
export async function measureCaptures(page, name, receiver) {
  await start(page, name)
  await sleep(SETTLED)
  const first = await costOfCapture(page, receiver, 0)
  for (let number = 1; number < 5; number++) await costOfCapture(page, receiver, number)
  const later = []
  for (let number = 5; number < 10; number++) {
    later.push(await costOfCapture(page, receiver, number))
  }
  const total = later.reduce((sum, one) => sum + one, 0)
  return { first, later: total / later.length }
}

async function costOfCapture(page, receiver, number) {
  let hasArrived
  const cost = await page.cost(async () => {
    await page.run(`fail(${number})`)
    hasArrived = await receiver.arrived(titleOf(number, page.number))
  }, ANSWERED)
  return hasArrived ? cost : undefined
}

/** Different errors in a row: how many arrive within three seconds, and how many bytes each has. */
export async function measureBurst(page, name, receiver) {
  await start(page, name)
  await sleep(SETTLED)
  await page.run(`for (let number = 0; number < ${ERRORS}; number++) fail(number)`)
  const ofThisVisit = `of visit ${page.number} is`
  await receiver.arrived(ofThisVisit, ERRORS)
  return receiver.having(ofThisVisit).map((body) => Buffer.byteLength(body))
}

/** Each call of a function of the page; in µs. */
export async function measureTaxes(page, name) {
  await page.run('quieten()')
  await start(page, name)
  await sleep(SETTLED)
  const figures = {}
  for (const what of TAXED) {
    const call = (count) => page.run(`calls[${JSON.stringify(what)}](${count})`)
    await call(CALLS / 10)
    figures[what] = ((await page.cost(() => call(CALLS), ANSWERED)) * 1000) / CALLS
  }
  return figures
}

function start(page, name) {
  return page.run(`import('${entryOf(name)}')`)
}
