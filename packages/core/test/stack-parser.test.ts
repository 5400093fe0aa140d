import { captureException, createStackParser, type StackFrame } from '@mayday/core'
import { describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'

// What the engines' own stacks say is read in `stacks.test.ts`.
const parse = createStackParser({ isInApp: (filename) => !filename.includes('node_modules') })

/** As little of a frame as says what it is: `function file:line:column`. */
function short({ function: name, filename, lineno, colno }: StackFrame): string {
  return `${name} ${[filename, lineno, colno].filter((part) => part !== undefined).join(':')}`.trim()
}

describe('frames', () => {
  const v8 = (count: number) =>
    Array.from({ length: count }, (_, index) => `    at f${index} (/srv/a.js:${index + 1}:1)`)

  it('are told oldest first', () => {
    const stack = ['Error: m', '    at inner (/a.js:1:1)', '    at outer (/a.js:2:1)'].join('\n')
    expect(parse(stack).map((frame) => frame.function)).toEqual(['outer', 'inner'])
    const gecko = 'inner@https://x.example/a.js:1:1\nouter@https://x.example/a.js:2:1\n'
    expect(parse(gecko).map((frame) => frame.function)).toEqual(['outer', 'inner'])
  })

  it('are in the program unless they are built in, or it says otherwise', () => {
    const stack = [
      'Error: m',
      '    at own (/srv/a.js:1:1)',
      '    at library (/srv/node_modules/b/b.js:1:1)',
      '    at Array.map (<anonymous>)',
      '    at something nobody knows',
    ].join('\n')
    expect(parse(stack).map((frame) => frame.in_app)).toEqual([false, false, false, true])
  })

  it('have the file name that the platform wants', () => {
    const parser = createStackParser({
      isInApp: (filename) => filename.startsWith('app:'),
      toFilename: (location) => location.replace('file:///srv', 'app:'),
    })
    expect(parser('Error\n    at run (file:///srv/a.js:1:2)')).toEqual([
      { function: 'run', filename: 'app:/a.js', lineno: 1, colno: 2, in_app: true },
    ])
  })

  it('are kept up to 50, the newest', () => {
    const names = parse(['Error: m', ...v8(80)].join('\n')).map((frame) => frame.function)
    expect(names).toHaveLength(50)
    expect(names[0]).toBe('f49')
    expect(names.at(-1)).toBe('f0')
  })

  it('are left out at the top on demand', () => {
    const stack = v8(4).join('\n')
    expect(parse(stack, 1).map((frame) => frame.function)).toEqual(['f3', 'f2', 'f1'])
    expect(parse(stack, 0, 2).map((frame) => frame.function)).toEqual(['f3', 'f2'])
    expect(parse(v8(80).join('\n'), 0, 2)).toHaveLength(50)
  })

  it('are the caller’s own: changing one changes no later one', () => {
    const line = '    at run (/srv/a.js:1:2)'
    for (const frame of parse(line)) frame.filename = 'changed'
    expect(parse(line)[0]?.filename).toBe('/srv/a.js')
  })

  it('are looked at no more often than they are kept, however many lines there are', () => {
    const isInApp = vi.fn(() => true)
    const deep = ['Error: m', ...v8(10_000)].join('\n')
    const names = createStackParser({ isInApp })(deep).map((frame) => frame.function)
    expect(names).toHaveLength(50)
    expect(names.at(-1)).toBe('f0')
    expect(isInApp).toHaveBeenCalledTimes(50)
  })

  it('are found below a message of any length', () => {
    const stack = ['Error: m', ...Array(10_000).fill('more'), ...v8(2)].join('\n')
    expect(parse(stack).map((frame) => frame.function)).toEqual(['f1', 'f0'])
  })

  it('keep the name and the position of a line that is too long', () => {
    const source = 'x'.repeat(100_000)
    expect(parse(`Error: m\n    at run (data:text/javascript,${source}:1:2)`)).toEqual([
      { function: 'run', filename: '<data:text/javascript>', lineno: 1, colno: 2, in_app: true },
    ])
    expect(parse(source)[0]?.function).toHaveLength(1024)
  })

  it('come from hostile lines too', { timeout: 2000 }, () => {
    const many = (text: string) => text.repeat(100_000 / text.length)
    for (const line of [
      `    at ${many('x ')}`,
      `    at ${many('(')}`,
      `    at ${many(' (')}`,
      `    at eval at ${many('eval at ').slice(-500)}${many(' (').slice(-500)}`,
      `    at eval at ${many('eval at  (').slice(-1000)}`,
      `${many('x ')}@`,
      `@${many('x ')}:1`,
      `x@${many(' line 1 > :1').slice(-1000)}!`,
      many('*').slice(-1000),
    ]) {
      expect(parse(`Error\n${line}\n${line}`)).toHaveLength(2)
    }
  })

  it('are none of an empty text', () => {
    expect(parse('')).toEqual([])
    expect(parse('\n\n')).toEqual([])
  })
})

describe('the stack of a captured error', () => {
  async function framesOf(error: Error): Promise<string[] | undefined> {
    const { captured } = start()
    captureException(error)
    const { exception } = await captured()
    return exception?.values?.[0]?.stacktrace?.frames?.map(short)
  }
  const withStack = (message: string, stack: string, more: object = {}) =>
    Object.assign(new Error(message), { stack, ...more })

  it('has no frames of a message that looks like some', async () => {
    const message = 'failed:\n    at fake (/fake.js:1:1)\nfake@https://fake.example/a.js:1:1'
    const error = withStack(message, `Error: ${message}\n    at run (/srv/a.js:1:2)`)
    expect(await framesOf(error)).toEqual(['run /srv/a.js:1:2'])
  })

  it('has no frames of a message of its own engine', async () => {
    const error = new Error('see\n    at fake (/fake.js:1:1)')
    expect((await framesOf(error))?.join()).not.toContain('fake')
  })

  it('has the throwing frame of an engine that puts no message above it', async () => {
    const message = 'Minified React error #31; visit https://react.dev/errors/31 for more'
    const stack = 'render@https://x.example/a.js:1:2\nstart@https://x.example/a.js:3:4\n'
    expect(await framesOf(withStack(message, stack))).toEqual([
      'start https://x.example/a.js:3:4',
      'render https://x.example/a.js:1:2',
    ])
  })

  it('has no frame of a message that holds an address', async () => {
    const message = 'Minified React error #31; visit https://react.dev/errors/31 for more'
    const error = withStack(message, `Error: ${message}\n    at run (/srv/a.js:1:2)`)
    expect(await framesOf(error)).toEqual(['run /srv/a.js:1:2'])
  })

  it('leaves out the frames that the error says are not its own', async () => {
    const stack = 'Error: m\n    at invariant (/srv/b.js:1:1)\n    at run (/srv/a.js:1:2)'
    expect(await framesOf(withStack('m', stack, { framesToPop: 1 }))).toEqual(['run /srv/a.js:1:2'])
  })

  it('may be missing or no text', async () => {
    expect(await framesOf(withStack('m', ''))).toBeUndefined()
    expect(await framesOf(withStack('m', 7 as never))).toBeUndefined()
  })
})
