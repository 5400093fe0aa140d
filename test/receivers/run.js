// Installs real receivers into a Python environment of their own, and tests what they make of every kind of event.
// Where there is no Python they are left out, unless MAYDAY_REQUIRE_RECEIVERS insists.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/build.js'

const requirements = join(root, 'test/receivers/requirements.txt')
const folder = join(root, 'node_modules/.receivers/python')
const python = join(folder, 'bin/python')
const stamp = join(folder, 'installed.txt')

/** Runs a command to its end; throws what is missing where it fails. */
function run(missing, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0) return
  const [first] = `${stdout ?? ''}`.trim().split('\n')
  const reason = `${stderr ?? ''}`.trim().split('\n').at(-1) || first
  throw new Error(reason ? `${missing} (${reason})` : missing)
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(requirements, 'utf8')
}

function install() {
  const hint = 'sudo apt-get install python3 python3-venv'
  run(`no python3 was found (${hint})`, 'python3', '--version')
  rmSync(folder, { recursive: true, force: true })
  run(`python3 makes no environment (${hint})`, 'python3', '-m', 'venv', folder)
  console.log('Installing the receivers …')
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  run('they could not be installed', python, ...pip, '--requirement', requirements)
  writeFileSync(stamp, readFileSync(requirements))
}

function test() {
  const vitest = join(root, 'node_modules/.bin/vitest')
  const args = ['run', '--config', 'test/receivers/vitest.config.ts', ...process.argv.slice(2)]
  const env = { ...process.env, RECEIVERS_PYTHON: python }
  return spawnSync(vitest, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
}

/** The exit code. */
function main() {
  try {
    if (!isInstalled()) install()
  } catch ({ message }) {
    const isRequired = Boolean(process.env.MAYDAY_REQUIRE_RECEIVERS)
    if (isRequired) console.error(`MAYDAY_REQUIRE_RECEIVERS is set, but ${message}`)
    else console.log(`Skipped: the tests with real receivers, ${message}`)
    return isRequired ? 1 : 0
  }
  return test()
}

process.exitCode = main()
