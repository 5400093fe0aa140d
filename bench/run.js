// `npm run bench:…`: brings what a benchmark needs, then runs it. The rest of the command line is its own.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfNeeded, root } from '../scripts/build.js'

const [name, ...args] = process.argv.slice(2)
const bench = join(root, 'bench')

installIfNeeded()
await buildIfNeeded()
run(process.execPath, join(bench, `${name}.js`), ...args)

/** The peers are no dependencies of the repository: most who work on it never measure. */
function installIfNeeded() {
  const installed = join(bench, 'node_modules/.package-lock.json')
  const wanted = statSync(join(bench, 'package-lock.json')).mtimeMs
  if (existsSync(installed) && statSync(installed).mtimeMs >= wanted) return
  run('npm', 'ci', '--prefix', bench)
}

function run(command, ...rest) {
  const { status, error } = spawnSync(command, rest, { stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}
