// Installs the runtimes beside this file, runs the tests of @mayday/node in each Node, and then what is published in
// Bun, Deno and workerd. A runtime that is not to be had here is left out, unless MAYDAY_REQUIRE_RUNTIMES insists.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/build.js'

const folder = join(root, 'test/runtimes')
const modules = join(folder, 'node_modules')
const lock = join(folder, 'package-lock.json')
const stamp = join(modules, '.installed.json')

/** Where each is, below its package for this machine: npm installs no other. */
const RUNTIMES = {
  'Node 22': [/^node-22-/, 'bin/node'],
  'Node 24': [/^node-24-/, 'bin/node'],
  'Node 26': [/^node-26-/, 'bin/node'],
  Bun: [/^@oven\/bun-/, 'bin/bun'],
  Deno: [/^@deno\//, 'deno'],
  workerd: [/^@cloudflare\/workerd-/, 'bin/workerd'],
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8')
}

/** Their installers only copy what is there already, or would fetch it from elsewhere. */
function install() {
  console.log('Installing the runtimes …')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('they could not be installed')
  writeFileSync(stamp, readFileSync(lock))
}

function installedPackages() {
  return readdirSync(modules).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(modules, name)).map((below) => `${name}/${below}`)
      : [name],
  )
}

/** The path of each that runs here; of the others, why they do not. */
function find() {
  const found = {}
  const missing = []
  for (const [name, [pattern, file]] of Object.entries(RUNTIMES)) {
    const path = installedPackages()
      .filter((one) => pattern.test(one))
      .map((one) => join(modules, one, file))
      .find((one) => existsSync(one))
    const { status, signal } = path ? spawnSync(path, ['--version']) : {}
    if (status === 0) found[name] = path
    else missing.push(`${name} (${path ? `ends with ${signal ?? status}` : 'no package for here'})`)
  }
  return { found, missing }
}

function vitest(node, args, env) {
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }
  const { status } = spawnSync(
    node,
    [join(root, 'node_modules/vitest/vitest.mjs'), ...args],
    options,
  )
  return status ?? 1
}

/** The exit code. `npm run test:runtimes -- Deno` is for one of them, and arguments after it for Vitest. */
function main([only, ...args]) {
  if (!isInstalled()) install()
  const { found, missing } = find()
  const isWanted = (name) => only === undefined || name.toLowerCase() === only.toLowerCase()
  const isRequired = Boolean(process.env.MAYDAY_REQUIRE_RUNTIMES)
  if (missing.length > 0) {
    console[isRequired ? 'error' : 'log'](`Not to be had here: ${missing.join(', ')}`)
    if (isRequired) return 1
  }
  const failed = []
  for (const [name, node] of Object.entries(found)) {
    if (!name.startsWith('Node') || !isWanted(name)) continue
    console.log(`\n${name}: the tests of @mayday/node`)
    const what = [
      'run',
      '--project',
      'packages',
      ...(args.length > 0 ? args : ['packages/node/test']),
    ]
    if (vitest(node, what) !== 0) failed.push(name)
  }
  const others = Object.keys(found).filter((name) => !name.startsWith('Node') && isWanted(name))
  if (others.length > 0) {
    const env = {
      RUNTIMES: JSON.stringify(Object.fromEntries(others.map((one) => [one, found[one]]))),
    }
    const what = ['run', '--config', 'test/runtimes/vitest.config.ts', ...args]
    if (vitest(process.execPath, what, env) !== 0) failed.push(others.join(', '))
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join('; ')}`)
  return failed.length > 0 ? 1 : 0
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch ({ message }) {
  const isRequired = Boolean(process.env.MAYDAY_REQUIRE_RUNTIMES)
  console[isRequired ? 'error' : 'log'](`Skipped: the tests in other runtimes, ${message}`)
  process.exitCode = isRequired ? 1 : 0
}
