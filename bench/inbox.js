// What the Inbox bears, beside Spotlight's sidecar: starting, events a second, its page with a million of them.
// Usage: node bench/inbox.js [start|ingest|pages|install] [rounds, seconds or events]
import { ingest } from './inbox/ingest.js'
import { pages } from './inbox/pages.js'
import { startUp } from './inbox/start.js'
import { installed } from './node/installed.js'

const packages = {
  '@mayday/inbox': '@mayday/inbox',
  '@spotlightjs/spotlight': '@spotlightjs/spotlight',
}

const [part, amount] = process.argv.slice(2)
const isWanted = (name) => !part || part === name
const number = (fallback) => Number(part && amount) || fallback

if (isWanted('start')) print('From starting to the first accepted event', await startUp(number(5)))
if (isWanted('ingest')) print('Events sent by 32 connections', await ingest(number(20)))
if (isWanted('pages')) print('The page in Chromium', await pages(number(1_000_000)))
if (isWanted('install')) print('Installed with all it depends on', installed(packages))

function print(title, rows) {
  console.log(`\n${title}, Node ${process.version}`)
  console.table(rows)
}
