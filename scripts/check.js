// Everything that can be known without running a test: style, types, and whether the packages can be installed.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { packages } from '../rollup.config.js'
import { build, root } from './build.js'

const failures = []

function run(what, command, ...args) {
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${what}`)
  if (status !== 0) failures.push(what)
}

run('format and lint', 'biome', 'ci', '--error-on-warnings', '--log-level=warn', '.')
for (const name of packages) run(`types of ${name}`, 'tsc', '-p', `packages/${name}`)
run('types of the inbox page', 'tsc', '-p', 'packages/inbox/web')
for (const name of ['browser', 'react'])
  run(`types of example ${name}`, 'tsc', '-p', `examples/${name}`)
run('types of the tests', 'tsc', '-p', 'tsconfig.tests.json')

await build()
for (const name of packages) {
  const dir = `packages/${name}`
  run(`publint of ${name}`, 'publint', 'run', '--strict', dir)
  // Resolution without an exports map went out with TypeScript 6 and Node 12.
  run(`attw of ${name}`, 'attw', '--pack', dir, '--format', 'ascii', '--profile', 'node16')
}

if (failures.length > 0) console.error(`Failed: ${failures.join(', ')}`)
process.exitCode = failures.length > 0 ? 1 : 0
