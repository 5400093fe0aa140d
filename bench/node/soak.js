// Whether memory stays where it is while requests fail for as long as one likes.
import { rounded } from '../figures.js'
import { start } from './processes.js'

/** Requests between two looks at the clock. */
const STEP = 2000
/** In ms; what fits is what is done. */
const LIMIT = 480_000

export async function soak(requests) {
  const server = start('./soak.cjs')
  const load = start('./load.cjs')
  const { port } = await server.next()
  const isLate = timeLimit(LIMIT)
  const rows = []
  const every = requests / 10
  let done = 0
  while (done < requests && !isLate()) {
    const count = Math.min(STEP, requests - done)
    const { perSecond } = await load.ask({ port, path: '/throw', count })
    done += count
    const isEnd = done >= requests || isLate()
    if (isEnd || done >= every * (rows.length + 1)) {
      rows.push(row(done, perSecond, await server.ask('memory')))
    }
  }
  await Promise.all([server, load].map((one) => one.stop()))
  console.log(`${done} of ${requests} requests that threw, Node ${process.version}`)
  console.table(rows)
}

function timeLimit(ms) {
  const end = performance.now() + ms
  return () => performance.now() > end
}

function row(requests, perSecond, { heapUsed, rss, sent, stats }) {
  return {
    requests,
    'heap MiB': rounded(heapUsed / 2 ** 20, 100),
    'RSS MiB': rounded(rss / 2 ** 20),
    'requests/s': rounded(perSecond, 1),
    captured: stats.captured,
    delivered: stats.delivered,
    pending: stats.pending,
    dropped: stats.dropped,
    'at the transport': sent,
  }
}
