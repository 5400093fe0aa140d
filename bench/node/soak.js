// Whether memory stays where it is while requests fail for as long as one likes.
import { rounded } from '../figures.js'
import { start } from './processes.js'

const EVERY = 100_000
/** In ms; what fits is what is done. */
const LIMIT = 480_000

export async function soak(requests) {
  const server = start('./soak.cjs')
  const load = start('./load.cjs')
  const { port } = await server.next()
  const started = performance.now()
  const rows = []
  for (let done = 0; done < requests && performance.now() - started < LIMIT; ) {
    const count = Math.min(EVERY, requests - done)
    const { perSecond } = await load.ask({ port, path: '/throw', count })
    done += count
    rows.push(row(done, perSecond, await server.ask('memory')))
  }
  await Promise.all([server, load].map((one) => one.stop()))
  const asked = rows.length * EVERY < requests ? ` of ${requests}, in the time there is` : ''
  console.log(`Requests that threw: ${rows.at(-1).requests}${asked}, Node ${process.version}`)
  console.table(rows)
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
