// Captures COUNT errors of many kinds, as fast as the SDK takes them, for at most LONGEST ms; says how much memory
// that took at the start, in the middle and at the end. Needs --expose-gc.
import { openSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const { SDK, DSN, OPTIONS = '{}', JOURNAL, COUNT, LONGEST } = process.env
const sdk = await import(SDK)
const journal = openSync(JOURNAL, 'a')
const count = Number(COUNT)
const end = Date.now() + Number(LONGEST)
/** So many are captured in one tick. */
const BATCH = 250
/** Half of what the queue holds by default: what is refused for want of room is another schedule's business. */
const MOST_PENDING = 2500
const KINDS = 40
let captured = 0

sdk.init({ dsn: DSN, ...JSON.parse(OPTIONS) })
const client = sdk.getClient()

// Code is compiled, connections and caches are made.
await captureUpTo(count / 10)
await measure()
await captureUpTo(count / 2)
await measure()
await captureUpTo(count)
await measure()
note({ stats: client.stats(), captured })

async function captureUpTo(number) {
  while (captured < number && Date.now() < end) {
    for (let index = 0; index < BATCH; index++) capture()
    // Others have their turn, too, as in every program.
    do await pause(1)
    while (client.stats().pending > MOST_PENDING)
  }
}

function capture() {
  const error = new RangeError(`number ${++captured}`)
  error.name = `Kind${captured % KINDS}`
  sdk.captureException(error, { extra: { captured, list: [1, 2, 3] } })
}

/** Of what is held when all is settled. */
async function measure() {
  await sdk.flush(60_000)
  globalThis.gc()
  const { heapUsed, rss } = process.memoryUsage()
  note({ heapUsed, rss, pending: client.stats().pending })
}

function note(entry) {
  writeSync(journal, `${JSON.stringify(entry)}\n`)
}
