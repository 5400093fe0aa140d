// What one captured error costs, in CPU time, from the call until its envelope is written.
// Usage: node bench/capture.js [rounds] [events per round]
import { PEERS, startPeer } from './peers.js'

const rounds = Number(process.argv[2] ?? 30)
const events = Number(process.argv[3] ?? 400)
/** So many are under way before they are waited for: fewer than any of the SDKs refuses to hold. */
const BATCH = 20
const WARM_UP = 3

const runs = []
for (const name of Object.keys(PEERS)) {
  const peer = await startPeer(name)
  describeProgram(peer.sdk)
  runs.push({ ...peer, label: peer.label, perEvent: [] })
}
const floor = { label: '(making the error)', perEvent: [] }

for (let round = -WARM_UP; round < rounds; round++) {
  // Whoever comes first in a round is somebody else in the next.
  for (let turn = 0; turn < runs.length; turn++) {
    const run = runs[(turn + round + WARM_UP) % runs.length]
    note(run, round, await cost(() => captureAll(run, round)))
  }
  note(floor, round, await cost(makeAll))
}

const expected = (rounds + WARM_UP) * events
for (const { label, receiver } of runs) {
  if (receiver.events !== expected) {
    throw new Error(`${label}: ${receiver.events} of ${expected} events arrived`)
  }
}
print()

/** What is known of the program when its errors happen. */
function describeProgram(sdk) {
  sdk.setTag('shop', 'berlin')
  sdk.setTag('plan', 'basic')
  sdk.setUser({ id: '4711' })
  sdk.setContext('cart', { items: 3, currency: 'EUR', articles: ['a-1', 'b-2', 'c-3'] })
  for (let index = 0; index < 20; index++) {
    sdk.addBreadcrumb({
      category: 'fetch',
      type: 'http',
      data: { url: `/api/articles/${index}`, method: 'GET', status_code: 200 },
    })
  }
}

async function captureAll({ sdk, receiver }, round) {
  for (let done = 0; done < events; done += BATCH) {
    const target = receiver.events + BATCH
    for (let index = done; index < done + BATCH; index++) {
      sdk.captureException(errorOfDepth(9, `Article ${round}-${index} is missing`))
    }
    await receiver.arrived(target)
  }
}

function makeAll() {
  let length = 0
  for (let index = 0; index < events; index++) length += errorOfDepth(9, `${index}`).stack.length
  return length
}

/** An error with ten frames, as many as V8 gives. */
function errorOfDepth(depth, message) {
  return depth > 0 ? errorOfDepth(depth - 1, message) : new RangeError(message)
}

/** CPU time of this process, µs per event. */
async function cost(work) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / events
}

function note(run, round, perEvent) {
  if (round >= 0) run.perEvent.push(perEvent)
}

function print() {
  const mayday = runs[0]
  const table = [...runs, floor].map((run) => ({
    SDK: run.label,
    'median µs': rounded(median(run.perEvent)),
    'min µs': rounded(Math.min(...run.perEvent)),
    'median, Mayday = 1': rounded(median(run.perEvent) / median(mayday.perEvent), 100),
    events: run.receiver ? run.receiver.events : '',
    'bytes each': run.receiver ? run.receiver.last.length : '',
  }))
  console.log(
    `CPU time per captured error: ${rounds} rounds of ${events} events, Node ${process.version}`,
  )
  console.table(table)
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function rounded(value, by = 10) {
  return Math.round(value * by) / by
}
