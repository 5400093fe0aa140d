// What SDKs cost a page, in CPU time of its main thread and in bytes sent, each with its defaults.
// Usage: node bench/browser.js [rounds]
import { findChromium, installHint, launchChromium } from '../scripts/browsers.js'
import { measureBurst, measureCaptures, measureStart, measureTaxes } from './browser/measures.js'
import { buildPages, EMPTY, entryOf } from './browser/pages.js'
import { labelOf, REFERENCE, SDKS } from './browser/sdks.js'
import { startReceiver, startSite } from './browser/server.js'
import { visit } from './browser/visit.js'
import { median, rounded, spread } from './figures.js'

const rounds = Number(process.argv[2] ?? 4)
const sdks = Object.keys(SDKS)
const BARE = '(bare fetch)'

if (!findChromium()) throw new Error(`There is no Chromium here: ${installHint}`)
const site = await startSite()
const receiver = await startReceiver()
const browser = await launchChromium()
try {
  await buildPages(site, receiver)
  const bursts = await inTurns(sdks, 1, measureBurst)
  // As many bytes as Mayday sends, and the error is made there, too.
  const bytes = Math.min(...bursts.mayday[0])
  site.add(entryOf(BARE), bareFetch(bytes))
  const starts = await inTurns([EMPTY, ...sdks], rounds, measureStart)
  const captures = await inTurns([BARE, ...sdks], rounds, measureCaptures)
  const taxes = await inTurns([EMPTY, ...sdks], rounds, measureTaxes)

  console.log(`Chromium ${browser.version()}, ${rounds} rounds; median ± spread of the middle half`)
  console.log(`× is in multiples of ${labelOf(REFERENCE)}\n`)
  printStarts(starts)
  printCaptures(captures, bytes)
  printBursts(bursts)
  printTaxes(taxes)
} finally {
  await browser.close()
  site.stop()
  receiver.stop()
}

/** The figures of all rounds by name; whoever comes first in a round is somebody else in the next. */
async function inTurns(names, rounds, measure) {
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length]
      results[name].push(await visit(browser, site, (page) => measure(page, name, receiver)))
    }
  }
  return results
}

function bareFetch(bytes) {
  return `globalThis.capture = ({ message }) => void fetch('http://${receiver.address}/', {
    method: 'POST', keepalive: true, body: message.padEnd(${bytes}, '.'),
  })\n`
}

function printStarts(starts) {
  console.log('Evaluating and starting, in ms of CPU over a page without an SDK')
  const over = (name, key) => {
    const empty = median(valuesOf(starts, EMPTY, key))
    return valuesOf(starts, name, key).map((value) => value - empty)
  }
  console.table(
    sdks.map((name) => ({
      SDK: labelOf(name),
      'at once': shown(over(name, 'atOnce')),
      best: best(over(name, 'atOnce')),
      '×': times(over(name, 'atOnce'), over(REFERENCE, 'atOnce')),
      'in all': shown(over(name, 'inAll')),
      'best ': best(over(name, 'inAll')),
      '× ': times(over(name, 'inAll'), over(REFERENCE, 'inAll')),
    })),
  )
}

function printCaptures(captures, bytes) {
  console.log(
    `Capturing an error until it has arrived, in ms of CPU; the bare fetch of ${bytes} bytes`,
  )
  console.table(
    [...sdks, BARE].map((name) => ({
      SDK: name === BARE ? BARE : labelOf(name),
      'the first': shown(valuesOf(captures, name, 'first')),
      best: best(valuesOf(captures, name, 'first')),
      '×': times(valuesOf(captures, name, 'first'), valuesOf(captures, REFERENCE, 'first')),
      'sixth to tenth, each': shown(valuesOf(captures, name, 'later')),
      'best ': best(valuesOf(captures, name, 'later')),
      '× ': times(valuesOf(captures, name, 'later'), valuesOf(captures, REFERENCE, 'later')),
    })),
  )
}

function printBursts(bursts) {
  console.log('Thirty different errors in a row')
  const mean = (bytes) => bytes.reduce((sum, one) => sum + one, 0) / bytes.length
  console.table(
    sdks.map((name) => {
      const [bytes] = bursts[name]
      return {
        SDK: labelOf(name),
        arrived: bytes.length,
        'bytes of the smallest': Math.min(...bytes),
        'of the largest': Math.max(...bytes),
        'of each': Math.round(mean(bytes)),
        '×': rounded(mean(bytes) / mean(bursts[REFERENCE][0]), 100),
      }
    }),
  )
}

function printTaxes(taxes) {
  const whats = Object.keys(taxes[EMPTY][0])
  console.log('Calls of the page, in µs of CPU over the same calls in a page without an SDK')
  const over = (name, what) => {
    const empty = median(valuesOf(taxes, EMPTY, what))
    return valuesOf(taxes, name, what).map((value) => value - empty)
  }
  const row = (label, cell) => ({
    SDK: label,
    ...Object.fromEntries(whats.map((what) => [what, cell(what)])),
  })
  console.table([
    ...sdks.map((name) => row(labelOf(name), (what) => shown(over(name, what)))),
    row(`${EMPTY}, the calls`, (what) => shown(valuesOf(taxes, EMPTY, what))),
  ])
  console.table(
    sdks.map((name) =>
      row(labelOf(name), (what) => times(over(name, what), over(REFERENCE, what))),
    ),
  )
}

function valuesOf(results, name, key) {
  return results[name].map((figures) => figures[key]).filter((value) => Number.isFinite(value))
}

function shown(values) {
  return values.length ? `${rounded(median(values), 100)} ± ${rounded(spread(values), 100)}` : '–'
}

/** The round that was disturbed the least. */
function best(values) {
  return values.length ? rounded(Math.min(...values), 100) : '–'
}

/** In multiples of the reference. */
function times(values, reference) {
  return values.length && reference.length ? rounded(median(values) / median(reference), 100) : '–'
}
