import { mkdirSync, mkdtempSync, realpathSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StackFrame } from '@mayday/node'
import ts from 'typescript'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'
import { captured, createReceiver } from './setup.js'

let sdk: Bundle
let folder = ''
beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mayday maps ')))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const SOURCE = `interface Cart {
  items: string[]
}

// The compiler takes away what stands above.
export function pay(cart: Cart): never {
  throw new TypeError(cart.items.length + ' are too many')
}
`

/** Compiles the source into `dist`, as programs are. */
function compile(options: ts.CompilerOptions): void {
  const rootDir = join(folder, 'src')
  mkdirSync(rootDir)
  writeFileSync(join(rootDir, 'pay.mts'), SOURCE)
  const wanted = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, noLib: true }
  const all = { ...wanted, types: [], rootDir, outDir: join(folder, 'dist'), ...options }
  const { diagnostics, emitSkipped } = ts.createProgram([join(rootDir, 'pay.mts')], all).emit()
  expect({ diagnostics, emitSkipped }).toEqual({ diagnostics: [], emitSkipped: false })
}

async function frameOf(flags: string[]): Promise<StackFrame | undefined> {
  const receiver = await createReceiver()
  const env = { MAYDAY: sdk.url, DSN: receiver.dsn, FILE: join(folder, 'dist', 'pay.mjs') }
  const { code, stderr } = await run('throws.mjs', { flags, env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return captured(receiver.arrived[0]?.event).stacktrace?.frames?.at(-1)
}

describe.each([
  ['external', { sourceMap: true }],
  ['inline', { inlineSourceMap: true }],
  ['inline, with the source in it', { inlineSourceMap: true, inlineSources: true }],
])('a source map that is %s', (_what, options) => {
  it('shows lines of the original where Node applies it', async () => {
    compile(options)
    expect(await frameOf(['--enable-source-maps'])).toMatchObject({
      filename: join(folder, 'src', 'pay.mts'),
      function: 'pay',
      lineno: 7,
      in_app: true,
      pre_context: SOURCE.split('\n').slice(1, 6),
      context_line: "  throw new TypeError(cart.items.length + ' are too many')",
      post_context: ['}', ''],
    })
  })

  it('shows lines of what runs where Node does not', async () => {
    compile(options)
    expect(await frameOf([])).toMatchObject({
      filename: join(folder, 'dist', 'pay.mjs'),
      lineno: 3,
      context_line: "    throw new TypeError(cart.items.length + ' are too many');",
    })
  })

  it('shows no lines where the original is not there', async () => {
    compile(options)
    unlinkSync(join(folder, 'src', 'pay.mts'))
    const frame = await frameOf(['--enable-source-maps'])
    expect(frame).toMatchObject({ filename: join(folder, 'src', 'pay.mts'), lineno: 7 })
    expect(frame).not.toHaveProperty('context_line')
  })
})
