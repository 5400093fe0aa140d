// What capturing an error with far too much data costs: how long the thread is blocked, and what is sent in the end.
// Usage: node bench/fit.js [runs]
// Each measurement has a process of its own, since one that runs out of memory or time must not spoil the others.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { PEERS, startPeer } from './peers.js'

const TIME_LIMIT = 60_000

/** What each program has at hand when its error happens; some of it told to the SDK before, as breadcrumbs are. */
const CASES = {
  'object of 1000 × 1000': () => ({ extra: { grid: grid(1000, 1000) } }),
  'string of 20 MB': () => ({
    extra: { text: Buffer.alloc(20 * 2 ** 20, 'lorem ipsum ').toString() },
  }),
  '10,000 levels deep': () => ({ extra: { deep: nested(10_000) } }),
  '100 breadcrumbs of 100 kB': () => ({ breadcrumbs: Array.from({ length: 100 }, breadcrumb) }),
}

const [first, second] = process.argv.slice(2)
if (first in PEERS) await measure(first, second)
else printAll(Number(first ?? 3))

function printAll(runs) {
  for (const what of Object.keys(CASES)) {
    const rows = Object.keys(PEERS).map((peer) => summary(peer, what, runs))
    console.log(`\nAn error with ${what}, median of ${runs} processes, Node ${process.version}`)
    console.table(rows)
  }
}

function summary(peer, what, runs) {
  const results = Array.from({ length: runs }, () => inChild(peer, what))
  const failed = results.find(({ failure }) => failure)
  if (failed) return { SDK: PEERS[peer].label, 'blocked ms': failed.failure }
  const { label, bytes } = results[0]
  return {
    SDK: label,
    'blocked ms': median(results.map(({ blocked }) => blocked)),
    'ms to take breadcrumbs': median(results.map(({ told }) => told)),
    'envelope bytes': bytes,
  }
}

function inChild(peer, what) {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), peer, what],
    { timeout: TIME_LIMIT, killSignal: 'SIGKILL', encoding: 'utf8' },
  )
  if (status === 0) return JSON.parse(stdout)
  if (signal === 'SIGKILL') return { failure: `over ${TIME_LIMIT / 1000} s` }
  return { failure: /^\w*Error.*$|FATAL ERROR.*$/m.exec(stderr)?.[0] ?? `exit code ${status}` }
}

/** The part of the child: prints one measurement as JSON. */
async function measure(peer, what) {
  const { label, sdk, receiver } = await startPeer(peer)
  await warmUp(sdk, receiver)
  const { breadcrumbs = [], extra } = CASES[what]()
  const told = timed(() => {
    for (const one of breadcrumbs) sdk.addBreadcrumb(one)
  })
  const blocked = await longestTurn(receiver, receiver.events + 1, () =>
    sdk.captureException(new Error('Too much'), extra && { extra }),
  )
  const bytes = Buffer.byteLength(receiver.last)
  console.log(JSON.stringify({ label, told, blocked, bytes }))
}

/** The first events of a process pay for compiling, which is not what is measured here. */
async function warmUp(sdk, receiver) {
  for (let count = 1; count <= 50; count++) {
    sdk.captureException(new Error(`Warm-up ${count}`), { extra: { grid: grid(3, 3) } })
    await receiver.arrived(count)
  }
}

function timed(work) {
  const started = performance.now()
  work()
  return Math.round((performance.now() - started) * 10) / 10
}

/** The longest time, ms, that nothing else could run between the call and the arrival of its event. */
async function longestTurn(receiver, target, work) {
  let longest = 0
  let turnStarted = performance.now()
  work()
  do {
    await new Promise((resolve) => setImmediate(resolve))
    longest = Math.max(longest, performance.now() - turnStarted)
    turnStarted = performance.now()
  } while (receiver.events < target)
  return Math.round(longest * 10) / 10
}

function grid(rows, columns) {
  const row = () =>
    Object.fromEntries(Array.from({ length: columns }, (_, at) => [`column${at}`, at]))
  return Object.fromEntries(Array.from({ length: rows }, (_, at) => [`row${at}`, row()]))
}

function nested(levels) {
  let value = { bottom: true }
  for (let level = 0; level < levels; level++) value = { level, value }
  return value
}

function breadcrumb(_, index) {
  return {
    category: 'big',
    message: `Step ${index}`,
    data: { text: `${index} `.repeat(34_000).slice(0, 100_000) },
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
