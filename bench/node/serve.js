// What a server can still do with each SDK in it: answering, and failing.
import { median, rounded } from '../figures.js'
import { start } from './processes.js'
import { SDKS } from './sdks.cjs'

const NAMES = Object.keys(SDKS)
const WARM_UP = 2

/**
 * @param app `http` or `express`
 * @param path `/hello` or `/throw`
 * @param count requests in a round
 */
export async function serve(app, path, rounds, count) {
  const load = start('./load.cjs')
  const runs = await Promise.all(NAMES.map((name) => open(name, app)))
  for (let round = -WARM_UP; round < rounds; round++) {
    for (let turn = 0; turn < runs.length; turn++) {
      const run = runs[(turn + round + WARM_UP) % runs.length]
      note(run, round, await measure(run, load, path, count))
    }
  }
  const rows = []
  for (const run of runs) rows.push(row(run, runs, path, await accounts(run)))
  await Promise.all(
    [load, ...runs.flatMap(({ server, receiver }) => [server, receiver])].map((one) => one.stop()),
  )
  return rows
}

async function open(name, app) {
  const receiver = start('./receiver.cjs')
  const { url } = await receiver.next()
  const server = start('./server.cjs', name, app, url)
  const { port } = await server.next()
  return { name, receiver, server, port, figures: [] }
}

async function measure({ server, port }, load, path, count) {
  const before = await server.ask('cpu')
  const { perSecond, p99 } = await load.ask({ port, path, count })
  // What it does after the answers is a part of the price.
  const after = await atRest(server)
  return { perSecond, p99, cpu: (total(after) - total(before)) / count }
}

/** What it has used once it does nothing more; not all SDKs can be waited for. */
async function atRest(server, before = { user: 0, system: 0 }, polls = 60) {
  const now = await server.ask('cpu')
  if (polls === 0 || total(now) - total(before) < 10_000) return now
  await new Promise((resolve) => setTimeout(resolve, 250))
  return atRest(server, now, polls - 1)
}

function total({ user, system }) {
  return user + system
}

function note({ figures }, round, figure) {
  if (round >= 0) figures.push(figure)
}

async function accounts({ server, receiver }) {
  const { count, stats, rss } = await server.ask('settle')
  // SDKs that nobody can wait for may still be sending.
  let arrived = 0
  let reported = 0
  for (let quiet = 0; quiet < 2; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const more = await receiver.ask('count')
    quiet = more.arrived + more.reported > 0 ? 0 : quiet + 1
    arrived += more.arrived
    reported += more.reported
  }
  return { count, arrived, reported: Math.max(reported, stats?.dropped ?? 0), rss }
}

function row(run, runs, path, { count, arrived, reported, rss }) {
  const of = ({ figures }, key) => median(figures.map((figure) => figure[key]))
  const [none] = runs
  const share = median(
    run.figures.map(({ perSecond }, at) => perSecond / none.figures[at].perSecond),
  )
  const errors = {
    thrown: count,
    arrived,
    'said to be dropped': reported,
    unexplained: count - arrived - reported,
  }
  return {
    SDK: SDKS[run.name].label,
    'requests/s': rounded(of(run, 'perSecond'), 1),
    '% of none': rounded(100 * share),
    'p99 ms': rounded(of(run, 'p99')),
    'CPU µs each': rounded(of(run, 'cpu')),
    'RSS MiB': rounded(rss / 2 ** 20, 1),
    ...(path === '/throw' && run.name !== 'none' && errors),
  }
}
