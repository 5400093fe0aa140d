import { readdirSync, readFileSync } from 'node:fs'
import { init as initBrowser } from '@mayday/browser'
import { type Client, captureException, type Options, type StackFrame } from '@mayday/core'
import { createMemoryReceiver } from '@mayday/core/testing'
import { init as initNode } from '@mayday/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** What an engine said; see `stacks/generate/README.md`. */
interface Corpus {
  engine: string
  version: string
  /** Whose parser reads it. */
  parser: keyof typeof platforms
  cases: { name: string; message: string; stack: string[]; frames: string[] }[]
}

const platforms = { browser: initBrowser, node: initNode }

const folder = new URL('./stacks/', import.meta.url)
const corpora = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file): Corpus => JSON.parse(readFileSync(new URL(file, folder), 'utf8')))

/** `function | file | line:column | where`: one line a frame, with a place of its own for every field. */
function short(frame: StackFrame): string {
  const { function: name, filename, lineno, colno, instruction_addr, in_app, ...others } = frame
  // Only Node has modules; they depend on where the tests run.
  const { module: _, ...rest } = others
  expect(rest).toEqual({})
  const position = [lineno, colno, instruction_addr].filter((part) => part !== undefined)
  const parts = [name, filename ?? '-', position.join(':') || '-', in_app ? 'in app' : 'foreign']
  return parts.join(' | ')
}

describe.each(corpora)('the stack of $engine $version', ({ parser, cases }) => {
  const memory = createMemoryReceiver()
  let client: Client

  beforeAll(() => {
    const options: Options = {
      ...memory.options,
      defaultIntegrations: false,
      floodControl: false,
      noise: false,
    }
    client = platforms[parser](options)
  })
  afterAll(async () => {
    await client.close(1)
    Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
  })

  it.each(cases)('becomes frames for $name', async ({ message, stack, frames }) => {
    captureException(Object.assign(new Error(message), { stack: stack.join('\n') }))
    const { exception } = await memory.captured()
    const arrived = exception?.values?.[0]?.stacktrace?.frames ?? []
    expect(arrived.map(short)).toEqual(frames)
  })
})
