// What users install: the built packages, as Node finds them.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = ['core', 'browser', 'node', 'react', 'inbox']
const subpaths = ['core/testing', 'browser/angular', 'browser/svelte', 'browser/vue', 'node/lambda']
const entries = [...packages, ...subpaths].map((name) => `@mayday/${name}`)

/** Runs a program of one package's user in a process of its own and gives back what it printed, as JSON. */
async function run(
  code: string,
  type: 'module' | 'commonjs',
  env: Record<string, string> = {},
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--input-type=${type}`, '--eval', code],
    { cwd: root, env: { ...process.env, ...env } },
  )
  return JSON.parse(stdout)
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'published-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const importing = (entry: string): string => `const loaded = await import('${entry}')\n`
const requiring = (entry: string): string => `const loaded = require('${entry}')\n`

/** Everything that a package could change without being asked to. */
const OBSERVE = `
// Node's own HTTP module keeps its books on the global object; they are not ours.
await import('node:http')
const describe = (owner) => Reflect.ownKeys(owner).map(String).sort()
  .map((key) => [key, typeof owner[key] === 'function' ? functions(owner[key]) : typeof owner[key]])
const seen = new Map()
const functions = (fn) => { if (!seen.has(fn)) seen.set(fn, seen.size); return seen.get(fn) }
const observe = () => JSON.stringify({
  globals: Reflect.ownKeys(globalThis).map(String).sort(),
  fetch: functions(globalThis.fetch),
  console: describe(console),
  errors: [describe(Error), Error.stackTraceLimit, functions(Function.prototype.toString)],
  process: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  resources: process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'Immediate'),
})
`

describe('the published packages', () => {
  it.each(entries)('export the same names to import and to require: %s', async (entry) => {
    const list =
      "console.log(JSON.stringify(Object.keys(loaded).filter((key) => key !== 'default' && key !== 'module.exports').sort()))"
    const [imported, required] = await Promise.all([
      run(importing(entry) + list, 'module'),
      run(requiring(entry) + list, 'commonjs'),
    ])
    expect(imported).toEqual(required)
    expect((imported as string[]).length).toBeGreaterThan(0)
  })

  it.each(entries)('do nothing when they are imported: %s', async (entry) => {
    const compare = 'console.log(JSON.stringify([before, observe()]))'
    const [before, after] = (await run(
      `${OBSERVE}const before = observe()\n${importing(entry)}${compare}`,
      'module',
    )) as [string, string]
    expect(JSON.parse(after)).toEqual(JSON.parse(before))
  })

  it('share scopes and client between an ESM and a CommonJS copy', async () => {
    const code = `
      import { createRequire } from 'node:module'
      import { createMemoryReceiver } from '@mayday/core/testing'
      import * as esm from '@mayday/core'
      const cjs = createRequire(process.cwd() + '/')('@mayday/core')
      const memory = createMemoryReceiver()
      esm.init(memory.options)
      cjs.setTag('set-by', 'the other copy')
      cjs.captureException(new Error('from the other copy'))
      const { tags, exception } = await memory.captured()
      console.log(JSON.stringify({ tags, value: exception.values[0].value, same: cjs.init !== esm.init }))
    `
    expect(await run(code, 'module')).toEqual({
      tags: { 'set-by': 'the other copy' },
      value: 'from the other copy',
      same: true,
    })
  })

  it.each(['import', 'require'])('cost a Node program few files to %s', async (how) => {
    const code = `
      import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
      import { createRequire } from 'node:module'
      import { takeCoverage } from 'node:v8'
      ${how === 'import' ? "await import('@mayday/node')" : "createRequire(process.cwd() + '/')('@mayday/node')"}
      takeCoverage()
      const folder = process.env.NODE_V8_COVERAGE
      const scripts = readdirSync(folder)
        .flatMap((name) => JSON.parse(readFileSync(folder + '/' + name, 'utf8')).result)
        .map(({ url }) => url)
      console.log(JSON.stringify(scripts.filter((url) => url.startsWith('file:'))))
    `
    const files = (await run(code, 'module', { NODE_V8_COVERAGE: makeFolder() })) as string[]
    expect(files.length).toBeGreaterThan(0)
    expect(files.length).toBeLessThan(8)
  })

  it.each(['import', 'require'])(
    'load what else Node has only when it is needed: %s',
    async (how) => {
      const code = `
      import { createRequire } from 'node:module'
      const before = new Set(process.moduleLoadList)
      const { init } = ${how === 'import' ? "await import('@mayday/node')" : "createRequire(process.cwd() + '/')('@mayday/node')"}
      init({ dsn: 'http://public@127.0.0.1:1/1' })
      console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))))
      process.exit()
    `
      const loaded = (await run(code, 'module')) as string[]
      // What threads tell each other by has to be there before the first of them, so `worker_threads` is.
      const late = ['child_process', 'http', 'http2', 'https', 'inspector', 'net', 'tls', 'zlib']
      expect(late.filter((name) => loaded.includes(`NativeModule ${name}`))).toEqual([])
    },
  )

  it.each(packages)('carry no build helpers and no foreign dependency: %s', (name) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
    const allowed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    const files = readdirSync(join(root, 'packages', name, 'dist'), { recursive: true })
      .map(String)
      .filter((file) => /^(esm|cjs|node).*\.js$/.test(file))
      // Somebody else's in one file, which has names of modules in its texts.
      .filter((file) => !file.endsWith('mcp/sdk.js'))
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) {
      const code = readFileSync(join(root, 'packages', name, 'dist', file), 'utf8')
      const specifiers = [...code.matchAll(/(?:from |require\(|import\()'([^'.][^']*)'\)?;/g)].map(
        ([, id]) => id,
      )
      const foreign = specifiers.filter(
        (id) =>
          !id?.startsWith('node:') &&
          !allowed.some((dep) => id === dep || id?.startsWith(`${dep}/`)),
      )
      expect(foreign, file).toEqual([])
    }
  })

  it.each(packages)('have one version: %s', async (name) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
    const printed = 'console.log(JSON.stringify(loaded.VERSION))'
    expect(manifest.version).toBe(await run(importing('@mayday/core') + printed, 'module'))
    for (const [dependency, version] of Object.entries(manifest.dependencies ?? {})) {
      if (dependency.startsWith('@mayday/')) expect(version).toBe(manifest.version)
    }
  })

  it.each(packages.filter((name) => name !== 'inbox'))(
    'have source maps of sources that are there, and that nobody has to step through: %s',
    (name) => {
      const dist = join(root, 'packages', name, 'dist')
      const maps = readdirSync(dist, { recursive: true })
        .map(String)
        .filter((file) => file.endsWith('.js.map') && !file.startsWith('web'))
      const missing = maps.flatMap((file) => {
        const map = JSON.parse(readFileSync(join(dist, file), 'utf8')) as {
          sources: string[]
          x_google_ignoreList?: number[]
        }
        const { sources } = map
        expect(map.x_google_ignoreList ?? [], file).toEqual([...sources.keys()])
        return sources
          .map((source) => join(dist, dirname(file), source))
          .filter((path) => !existsSync(path))
      })
      expect(maps.length).toBeGreaterThan(0)
      expect(missing).toEqual([])
    },
  )

  it.each(['esm', 'cjs'])('make client code of what only pages have of React: %s', (format) => {
    const dist = join(root, 'packages/react/dist', format)
    const onServers = ['index.js', 'capture.js', 'stacks.js']
    const files = readdirSync(dist).filter((file) => file.endsWith('.js'))
    const isClient = (file: string): boolean =>
      readFileSync(join(dist, file), 'utf8').startsWith("'use client';\n")
    expect(files.filter((file) => !isClient(file)).sort()).toEqual(onServers.sort())
    expect(files.length).toBeGreaterThan(onServers.length)
  })

  it.each([
    ['module', importing('@mayday/react')],
    ['commonjs', requiring('@mayday/react')],
  ] as const)(
    "capture with React's build for servers, with the server's client: %s",
    async (type, load) => {
      const code = `(async () => {
      ${load}
      const { createMemoryReceiver } = await import('@mayday/core/testing')
      const { init } = await import('@mayday/node')
      const memory = createMemoryReceiver()
      init({ ...memory.options, spool: false })
      loaded.captureException(new Error('in a server component'))
      const { exception, sdk } = await memory.captured()
      console.log(JSON.stringify({ name: sdk.name, value: exception.values[0].value, names: Object.keys(loaded).sort() }))
      process.exit()
    })()`
      const list = 'console.log(JSON.stringify(Object.keys(loaded).sort()))'
      const NODE_OPTIONS = '--conditions=react-server'
      expect(await run(code, type, { NODE_OPTIONS })).toEqual({
        name: 'mayday.javascript.node',
        value: 'in a server component',
        names: await run(load + list, type),
      })
    },
  )

  it('give React apps all that pages have', async () => {
    const list = 'console.log(JSON.stringify(Object.keys(loaded)))'
    const [browser, react] = await Promise.all([
      run(importing('@mayday/browser') + list, 'module'),
      run(importing('@mayday/react') + list, 'module'),
    ])
    expect(react).toEqual(expect.arrayContaining(browser as string[]))
  })
})
