// What an SDK brings into node_modules: its package and all that it depends on, each once.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../../scripts/build.js'

const PACKAGES = {
  '@mayday/node': '@mayday/node',
  '@sentry/node 10': '@sentry/node',
  '@sentry/node 11': 'sentry-node-11',
  '@bugsnag/js': '@bugsnag/js',
  '@honeybadger-io/js': '@honeybadger-io/js',
  rollbar: 'rollbar',
}

export function installed(packages = PACKAGES) {
  const bench = join(root, 'bench')
  return Object.entries(packages).map(([label, name]) => {
    const folders = closure(folderOf(name, bench))
    const files = folders.flatMap(published)
    const sum = (list) => list.reduce((bytes, { size }) => bytes + size, 0)
    return {
      package: label,
      packages: folders.length,
      files: files.length,
      MiB: Math.round((sum(files) / 2 ** 20) * 100) / 100,
      'MiB of JavaScript': Math.round((sum(files.filter(isCode)) / 2 ** 20) * 100) / 100,
    }
  })
}

/** The package's folder and those of all that it needs. */
function closure(first) {
  const folders = new Set([first])
  // A set also goes through what is added on the way.
  for (const folder of folders) {
    const { dependencies, optionalDependencies } = manifestOf(folder)
    for (const name of Object.keys({ ...optionalDependencies, ...dependencies })) {
      const found = folderOf(name, folder)
      if (found) folders.add(found)
      else if (dependencies?.[name])
        throw new Error(`${name} is not installed, which ${folder} needs`)
    }
  }
  return [...folders]
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** Where Node finds a package from there. */
function folderOf(name, from) {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  return dirname(from) === from ? undefined : folderOf(name, dirname(from))
}

function published(folder) {
  return manifestOf(folder).name.startsWith('@mayday/') ? packed(folder) : filesIn(folder)
}

/** A folder of this repository holds more than its package. */
function packed(folder) {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return JSON.parse(stdout)[0].files
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path)
    return [{ path, size: statSync(path).size }]
  })
}

function isCode({ path }) {
  return /\.[cm]?js$/.test(path)
}
