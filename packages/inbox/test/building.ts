import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import type { StackFrame } from '@mayday/core'
import { SentryCli } from '@sentry/cli'
import { rollup } from 'rollup'
import ts from 'typescript'
import { build } from 'vite'
import { onTestFinished } from 'vitest'
import type { Inbox } from '../src/index.js'

export const cartSource = `interface Line {
  price: number
}

/** What the cart costs. */
export function totalOf(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.price, 0)
}
`

const mainSource = `import { totalOf } from './cart.js'

export function checkout(lines?: { price: number }[]): number {
  return totalOf(lines as { price: number }[])
}

Object.assign(globalThis, { checkout })
`

/** A new directory that the end of the test removes. */
export function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mayday-inbox-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

let builds = 0

/** A directory with a small program in `src`, which no other test has: debug ids are made of what is built. */
export function writeSources(main = mainSource): string {
  builds += 1
  const directory = temporary()
  mkdirSync(join(directory, 'src'))
  writeFileSync(join(directory, 'src/cart.ts'), cartSource)
  writeFileSync(join(directory, 'src/main.ts'), `${main}console.debug('build ${builds}')\n`)
  return directory
}

/** Builds a page with Vite, minified and with source maps; gives its directory. */
export async function buildWithVite(directory: string = writeSources()): Promise<string> {
  writeFileSync(
    join(directory, 'index.html'),
    '<!doctype html><title>Shop</title><script type="module" src="/src/main.ts"></script>',
  )
  await build({
    root: directory,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@mayday/source', 'module', 'browser'] },
    build: { sourcemap: true, modulePreload: false, outDir: 'dist' },
  })
  return join(directory, 'dist')
}

/** Builds a script with Rollup; gives its directory. */
export async function buildWithRollup(directory: string = writeSources()): Promise<string> {
  const typescript = {
    name: 'typescript',
    resolveId: (id: string) => (id.endsWith('cart.js') ? join(directory, 'src/cart.ts') : null),
    transform: (code: string) => transpile(code),
  }
  const bundle = await rollup({ input: join(directory, 'src/main.ts'), plugins: [typescript] })
  const dir = join(directory, 'dist')
  await bundle.write({
    dir,
    format: 'iife',
    name: 'shop',
    sourcemap: true,
    entryFileNames: 'app-Xy12Zz98.js',
  })
  await bundle.close()
  return dir
}

function transpile(code: string) {
  const target = ts.ScriptTarget.ES2022
  const compilerOptions = { sourceMap: true, target, module: ts.ModuleKind.ESNext }
  const { outputText, sourceMapText } = ts.transpileModule(code, { compilerOptions })
  return { code: outputText, map: sourceMapText }
}

/** The path of the only script below a directory, and of its map. */
export function scriptIn(directory: string): { path: string; map: string; name: string } {
  const names = readdirSync(directory, { recursive: true }).map(String)
  const name = names.find((one) => one.endsWith('.js')) ?? ''
  return { path: join(directory, name), map: join(directory, `${name}.map`), name }
}

/** The same build in another directory. */
export function copyOf(directory: string): string {
  const copy = temporary()
  cpSync(directory, copy, { recursive: true })
  return copy
}

/** Runs a built script at an address, fails in it, and gives the event that an SDK would send. */
export function failIn(directory: string, address: string): object {
  const { path } = scriptIn(directory)
  // An error of another realm is no instance of this one's Error.
  const sandbox: Record<string, unknown> & { checkout?: () => void } = {}
  sandbox.console = { debug: () => undefined }
  sandbox.document = { createElement: () => ({}), querySelectorAll: () => [] }
  runInNewContext(readFileSync(path, 'utf8'), sandbox, { filename: address })
  const { checkout } = sandbox
  const stack = stackOf(() => checkout?.())
  const frames = framesIn(stack).filter(({ abs_path }) => abs_path === address)
  const ids = sandbox._sentryDebugIds as Record<string, string> | undefined
  const images = Object.values(ids ?? {}).map((debug_id) => ({
    type: 'sourcemap',
    code_file: address,
    debug_id,
  }))
  return {
    platform: 'javascript',
    exception: { values: [{ type: 'TypeError', value: 'x', stacktrace: { frames } }] },
    ...(images.length > 0 && { debug_meta: { images } }),
  }
}

function stackOf(fail: () => void): string {
  try {
    fail()
  } catch (error) {
    return String((error as Error).stack)
  }
  throw new Error('It did not fail.')
}

function framesIn(stack: string): StackFrame[] {
  const lines = [...stack.matchAll(/^ +at (?:(.+?) \()?(\S+?):(\d+):(\d+)\)?$/gm)]
  return lines.reverse().map(([, name = '?', file = '', line, column]) => ({
    function: name,
    abs_path: file,
    filename: file.replace(/^https?:\/\/[^/]+/, ''),
    lineno: Number(line),
    colno: Number(column),
    in_app: true,
  }))
}

const cli = SentryCli.getPath()

/** Runs the real sentry-cli against an inbox; resolves with what it prints and how it ends. */
export function sentryCli(
  inbox: Inbox,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ output: string; code: number }> {
  const directory = temporary()
  return new Promise((resolve) => {
    const options = {
      cwd: directory,
      env: {
        HOME: directory,
        SENTRY_URL: inbox.url,
        SENTRY_ORG: 'my-org',
        SENTRY_PROJECT: 'shop',
        SENTRY_AUTH_TOKEN: 'anything',
        SENTRY_DISABLE_UPDATE_CHECK: '1',
        ...env,
      },
    }
    execFile(cli, args, options, (error, stdout, stderr) =>
      resolve({ output: stdout + stderr, code: error ? Number(error.code ?? 1) : 0 }),
    )
  })
}
