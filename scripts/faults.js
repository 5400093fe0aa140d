// `npm run test:faults`: every schedule of test/faults several times over, with more events, the limits that programs
// have by default, and other seeds, and those of pages once. Prints the tables; with `--write` they replace those in
// docs/delivery.md.
// `-- --soak` is a million captures against a receiver that comes and goes.
// Usage: node scripts/faults.js [--rounds 3] [--events 100] [--seed 1] [--only text] [--write] [--soak]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { findChromium, installHint } from './browsers.js'
import { root } from './build.js'

/** The harness is TypeScript, and reads what it shares with the SDK from its sources. */
export async function loadHarness() {
  const { module } = await runnerImport(join(root, 'test/faults/index.ts'), {
    root,
    environments: {
      inline: { resolve: { noExternal: [/^@mayday\//], conditions: ['@mayday/source'] } },
    },
  })
  return module
}

const OPTIONS = {
  rounds: { type: 'string', default: '3' },
  events: { type: 'string', default: '100' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string', default: '' },
  write: { type: 'boolean' },
  soak: { type: 'boolean' },
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS })
  const harness = await loadHarness()
  const sdk = await harness.bundle()
  try {
    await (values.soak ? soakAll(harness, sdk) : playAll(harness, sdk, values))
  } finally {
    sdk.remove()
  }
}

async function playAll({ schedules, playRounds, tableOf }, { url }, values) {
  const started = Date.now()
  const rounds = Array.from({ length: Number(values.rounds) }, (_, index) =>
    schedules(Number(values.seed) + index).filter(({ name }) => name.includes(values.only)),
  )
  const onPlayed = (name) => console.error(`played: ${name}`)
  const settings = { events: Number(values.events), limit: 150_000, onPlayed }
  const { played, mistakes } = await playRounds(rounds, { name: 'Mayday', url }, settings)
  const table = tableOf(played)
  console.log(table)
  console.log(`\n${rounds.length} rounds in ${Math.round((Date.now() - started) / 1000)} s`)
  report(mistakes)
  const pages = values.only ? '' : playPages()
  if (values.write && !process.exitCode) {
    write('faults', table)
    if (pages) write('faults in pages', pages)
  }
}

/** The schedules of pages are tests, which write down what came out. */
function playPages() {
  if (!findChromium()) return console.log(`Skipped: pages, no Chromium found (${installHint})`)
  const folder = mkdtempSync(join(tmpdir(), 'mayday-'))
  const file = join(folder, 'table.md')
  const tests = ['run', '--project', 'faults', 'test/faults/page.test.ts', '--reporter', 'dot']
  const { status } = spawnSync(join(root, 'node_modules/.bin/vitest'), tests, {
    cwd: root,
    env: { ...process.env, MAYDAY_FAULTS_TABLE: file },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const table = existsSync(file) ? readFileSync(file, 'utf8') : ''
  rmSync(folder, { recursive: true })
  console.log(`\n${table}`)
  if (status !== 0) report(['pages: npm test says what'])
  return table
}

async function soakAll(harness, { url }) {
  const { table, mistakes } = await harness.soak(url)
  console.log(table)
  report(mistakes)
}

function report(mistakes) {
  for (const mistake of mistakes) console.error(`WRONG: ${mistake}`)
  if (mistakes.length > 0) process.exitCode = 1
}

/** Between such marks, nothing is written by hand. */
function write(mark, table) {
  const marks = [`<!-- ${mark} -->`, `<!-- /${mark} -->`]
  const file = join(root, 'docs/delivery.md')
  const text = readFileSync(file, 'utf8')
  const [from, to] = marks.map((one) => text.indexOf(one))
  if (from < 0 || to < from) throw new Error(`${file} has no ${marks.join(' … ')}`)
  const before = text.slice(0, from + marks[0].length)
  writeFileSync(file, `${before}\n\n${table}\n\n${text.slice(to)}`)
}

if (process.argv[1]?.endsWith('faults.js')) await main()
