// What a program pays before its first line: importing an SDK and starting it, in a fresh process.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, rounded } from '../figures.js'
import { SDKS } from './sdks.cjs'

/** What is put off to the next turn is a part of the price: a moment later, the process says what it has used. */
const TELL = `
setTimeout(() => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const cpu = (userCPUTime + systemCPUTime) / 1000
  const { stdout, moduleLoadList } = process
  const figures = { cpu, rss: process.memoryUsage.rss() / 2 ** 20, parts: moduleLoadList.length }
  stdout.write(JSON.stringify(figures), () => process.exit())
}, 100)
`

export async function startUp(format, rounds, receiver) {
  // Beside the packages, where a program's own files would find them.
  const folder = mkdtempSync(
    join(fileURLToPath(new URL('../node_modules', import.meta.url)), '.startup-'),
  )
  try {
    const runs = Object.entries(SDKS).map(([name, sdk]) => {
      const file = join(folder, `${name}.${format === 'ESM' ? 'mjs' : 'cjs'}`)
      writeFileSync(file, programOf(sdk, format, receiver) + TELL)
      return { ...sdk, file, figures: [] }
    })
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < runs.length; turn++) {
        const run = runs[(turn + round) % runs.length]
        run.figures.push(figuresOf(run.file))
      }
    }
    return runs.map((run) => row(run, runs))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function programOf({ code }, format, receiver) {
  const [imported, init] = code(receiver)
  if (!imported) return ''
  if (format === 'ESM') return `import ${imported}\n${init}\n`
  const [, name, module] = /^(?:\* as )?(\w+) from (.*)$/.exec(imported)
  return `const ${name} = require(${module})\n${init}\n`
}

function figuresOf(file, env = process.env) {
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', env })
  // Some greet the program.
  const figures = /\{"cpu".*\}/.exec(stdout)?.[0]
  if (!figures) throw new Error(`${file}: ${stdout}${stderr}`)
  return JSON.parse(figures)
}

/** What Node's own coverage has seen. */
function filesLoaded(file) {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'))
  figuresOf(file, { ...process.env, NODE_V8_COVERAGE: folder })
  const urls = readdirSync(folder).flatMap((name) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')).result.map(({ url }) => url),
  )
  rmSync(folder, { recursive: true })
  return new Set(urls.filter((url) => url.startsWith('file:'))).size - 1
}

function row(run, runs) {
  const [none] = runs
  const peer = runs.find(({ label }) => label === '@sentry/node 10')
  const added = ({ figures }, key) =>
    median(figures.map((one) => one[key])) - median(none.figures.map((one) => one[key]))
  const least = ({ figures }) => Math.min(...figures.map(({ cpu }) => cpu))
  return {
    SDK: run.label,
    'CPU ms': rounded(median(run.figures.map(({ cpu }) => cpu))),
    'added CPU ms': rounded(added(run, 'cpu')),
    'of the best round': rounded(least(run) - least(none)),
    '% of @sentry/node 10': percent(added(run, 'cpu'), added(peer, 'cpu')),
    'RSS MiB': rounded(median(run.figures.map(({ rss }) => rss))),
    'added RSS MiB': rounded(added(run, 'rss')),
    '% of its RSS': percent(added(run, 'rss'), added(peer, 'rss')),
    files: filesLoaded(run.file),
    "Node's own parts": run.figures[0].parts - none.figures[0].parts,
  }
}

function percent(part, whole) {
  return rounded((100 * part) / whole)
}
