import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { getEnvironmentData } from 'node:worker_threads'
import type { DataCollection } from '@mayday/core'
import { createMemoryReceiver } from '@mayday/core/testing'
import {
  captureException,
  captureMessage,
  createGetModuleFromFilename,
  eventLoopBlockIntegration,
  init,
  onUncaughtExceptionIntegration,
  onUnhandledRejectionIntegration,
  processSessionIntegration,
  processWarningsIntegration,
  type StackFrame,
} from '@mayday/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, start, started } from './setup.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mayday context '))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The frame of an error that says it was thrown there. */
async function frameAt(
  location: string,
  dataCollection: DataCollection = {},
): Promise<StackFrame | undefined> {
  const memory = start({ dataCollection })
  const error = new Error('somewhere')
  error.stack = `Error: somewhere\n    at work (${location})`
  captureException(error)
  return captured(await memory.captured()).stacktrace?.frames?.at(-1)
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const numbered = (count: number, ending = '\n'): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`).join(ending)

describe('source lines', () => {
  it('stand around the line that threw, in the very file', async () => {
    const memory = start()
    captureException(new Error('right here'))
    const frame = captured(await memory.captured()).stacktrace?.frames?.at(-1)
    const file = fileURLToPath(import.meta.url)
    expect(frame).toMatchObject({ filename: file, in_app: true, lineno: expect.any(Number) })
    const lines = readFileSync(file, 'utf8').split('\n')
    const at = (frame?.lineno ?? 0) - 1
    expect(frame?.context_line).toBe(lines[at])
    expect(frame?.pre_context).toEqual(lines.slice(at - 5, at))
    expect(frame?.post_context).toEqual(lines.slice(at + 1, at + 6))
  })

  it('are five before and five after', async () => {
    const path = file('plain.js', numbered(20))
    expect(await frameAt(`${path}:10:1`)).toMatchObject({
      filename: path,
      lineno: 10,
      pre_context: ['line 5', 'line 6', 'line 7', 'line 8', 'line 9'],
      context_line: 'line 10',
      post_context: ['line 11', 'line 12', 'line 13', 'line 14', 'line 15'],
    })
  })

  it('are as many as dataCollection says, and none at all for none', async () => {
    const path = file('counted.js', numbered(20))
    expect(await frameAt(`${path}:10:1`, { frameContextLines: 1 })).toMatchObject({
      pre_context: ['line 9'],
      context_line: 'line 10',
      post_context: ['line 11'],
    })
    const bare = await frameAt(`${path}:10:1`, { frameContextLines: 0 })
    expect(bare).toMatchObject({ filename: path, lineno: 10 })
    expect(bare).not.toHaveProperty('context_line')
    expect(bare).not.toHaveProperty('pre_context')
  })

  it('hold no keys that somebody has left in the source, and are code otherwise', async () => {
    const base64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'
    const path = file(
      'keys.js',
      [
        `const stripe = 'sk_live_${'a1'.repeat(12)}'`,
        'const key = `-----BEGIN PRIVATE KEY-----',
        base64,
        'const token = readToken(request)',
        '////////////////////////////////////////////////////////////////////////',
      ].join('\n'),
    )
    const frame = await frameAt(`${path}:4:1`)
    expect(frame?.pre_context).toEqual([
      "const stripe = '[Filtered]'",
      'const key = `[Filtered]',
      '[Filtered]',
    ])
    expect(frame?.context_line).toBe('const token = readToken(request)')
    expect(frame?.post_context).toEqual(['/'.repeat(72)])
  })

  it('are as many as there are at either end', async () => {
    const path = file('short.js', numbered(3))
    expect(await frameAt(`${path}:1:1`)).toMatchObject({
      pre_context: [],
      context_line: 'line 1',
      post_context: ['line 2', 'line 3'],
    })
    expect(await frameAt(`${path}:3:1`)).toMatchObject({
      pre_context: ['line 1', 'line 2'],
      context_line: 'line 3',
      post_context: [],
    })
  })

  it('are found for addresses of files too, with spaces in them', async () => {
    const path = file('with space.js', numbered(3))
    const frame = await frameAt(`${pathToFileURL(path)}:2:1`)
    expect(frame).toMatchObject({ filename: path, context_line: 'line 2', in_app: true })
  })

  it('end where the line ends, whichever way lines end', async () => {
    const path = file('windows.js', numbered(3, '\r\n'))
    expect(await frameAt(`${path}:2:1`)).toMatchObject({
      pre_context: ['line 1'],
      context_line: 'line 2',
      post_context: ['line 3'],
    })
  })

  it('are cut when they are long', async () => {
    const path = file('wide.js', `short\n${'x'.repeat(500)}\n${'y'.repeat(300)}`)
    const frame = await frameAt(`${path}:2:1`)
    expect(frame?.context_line).toBe(`${'x'.repeat(200)} {snip}`)
    expect(frame?.post_context).toEqual([`${'y'.repeat(200)} {snip}`])
  })

  it.each([
    ['a minified file', () => file('min.js', `${'a=b;'.repeat(500)}\n`), 1],
    ['a huge file', () => file('huge.js', 'a line of it\n'.repeat(100_000)), 7],
    ['a line that is not there', () => file('few.js', 'one\ntwo'), 20],
    ['a missing file', () => join(folder, 'missing.js'), 1],
    ['a folder', () => folder, 1],
    ['a relative name', () => 'relative.js', 1],
  ])('are left out for %s', async (_what, make, line) => {
    const path = make()
    const frame = await frameAt(`${path}:${line}:1`)
    expect(frame).toMatchObject({ filename: path, lineno: line, function: 'work' })
    expect(frame).not.toHaveProperty('context_line')
    expect(frame).not.toHaveProperty('pre_context')
    expect(frame).not.toHaveProperty('post_context')
  })

  it('are shown for causes too', async () => {
    const memory = start()
    captureException(new Error('outside', { cause: new Error('inside') }))
    const { exception } = await memory.captured()
    for (const { stacktrace } of exception?.values ?? []) {
      expect(stacktrace?.frames?.at(-1)?.context_line).toContain('captureException(new Error(')
    }
    expect(exception?.values).toHaveLength(2)
  })
})

describe('whose code a frame is', () => {
  it('is not the program in node_modules, and then shows no source', async () => {
    mkdirSync(join(folder, 'node_modules/library'), { recursive: true })
    const path = file('node_modules/library/index.js', numbered(3))
    const frame = await frameAt(`${path}:2:1`)
    expect(frame).toMatchObject({ filename: path, in_app: false })
    expect(frame).not.toHaveProperty('context_line')
  })

  it.each([
    ['node:internal/process/task_queues', false],
    ['node:fs', false],
    ['relative.js', false],
    ['/srv/app/server.js', true],
    ['/srv/app/node_modules/@scope/library/server.js', false],
    ['/srv/app/my_node_modules/server.js', true],
  ])('%s: %s', async (filename, in_app) => {
    expect(await frameAt(`${filename}:1:1`)).toMatchObject({ filename, in_app })
  })

  it.each(['<anonymous>', '<anonymous>:1:1', 'native', 'index 0'])(
    'is not the program where there is no file: %s',
    async (location) => {
      const frame = await frameAt(location)
      expect(frame).toMatchObject({ function: 'work', in_app: false })
      expect(frame).not.toHaveProperty('context_line')
    },
  )

  it('is told by the frames of a real error', async () => {
    const memory = start()
    try {
      JSON.parse('{')
    } catch (error) {
      captureException(error)
    }
    const frames = captured(await memory.captured()).stacktrace?.frames ?? []
    const ours = frames.filter(({ in_app }) => in_app)
    expect(ours.map(({ filename }) => filename)).toEqual([fileURLToPath(import.meta.url)])
    expect(frames.length).toBeGreaterThan(ours.length)
  })
})

describe('the module of a frame', () => {
  it('is told from the folder of the program, or from its package', () => {
    const moduleOf = createGetModuleFromFilename('/srv/shop', false)
    expect(
      [
        '/srv/shop/index.mjs',
        '/srv/shop/lib/cart/items.js',
        '/srv/shop/node_modules/express/lib/router.js',
        '/srv/node_modules/a/node_modules/@b/c/d.cjs',
        '/srv/shopping/50%.ts',
        '/srv/my%20app.js',
        undefined,
      ].map(moduleOf),
    ).toEqual([
      'index',
      'lib.cart:items',
      'express.lib:router',
      '@b.c:d',
      '50%.ts',
      'my app',
      undefined,
    ])
  })

  it('is the same on Windows', () => {
    const moduleOf = createGetModuleFromFilename('C:\\shop', true)
    expect(moduleOf('C:\\shop\\lib\\cart.js')).toBe('lib:cart')
  })

  it('is on frames that have a file', async () => {
    const memory = start()
    captureException(new Error('in a module'))
    const frames = captured(await memory.captured()).stacktrace?.frames ?? []
    expect(frames.at(-1)?.module).toMatch(/context\.test\.ts$/)
  })
})

describe('an event', () => {
  it('says on which machine and runtime it came to be', async () => {
    const memory = start()
    captureMessage('where')
    const event = await memory.captured()
    expect(event.platform).toBe('node')
    expect(event.server_name).toBe(hostname())
    expect(event.contexts).toMatchObject({
      runtime: { name: 'node', version: process.version },
      os: { name: expect.stringMatching(/./), kernel_version: expect.stringMatching(/\d/) },
      device: { arch: process.arch, memory_size: expect.any(Number) },
      app: { app_start_time: expect.any(String), app_memory: expect.any(Number) },
      trace: { trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) },
    })
    const { app } = event.contexts ?? {}
    const started = Date.parse(app?.app_start_time as string)
    expect(Math.abs(Date.now() - process.uptime() * 1000 - started)).toBeLessThan(1000)
    expect(app?.app_memory).toBeGreaterThan(1_000_000)
  })

  it.each([
    ['as the options say', { serverName: 'shop-1' }, 'env-1', 'shop-1'],
    ['as the environment says', {}, 'env-1', 'env-1'],
    ['not at all', { includeServerName: false, serverName: 'shop-1' }, 'env-1', undefined],
  ])('names its server %s', async (_how, options, SENTRY_NAME, expected) => {
    vi.stubEnv('SENTRY_NAME', SENTRY_NAME)
    const memory = start(options)
    captureMessage('from here')
    expect((await memory.captured()).server_name).toBe(expected)
    vi.unstubAllEnvs()
  })

  it('says who sends it', async () => {
    const memory = start()
    captureMessage('who')
    expect((await memory.captured()).sdk).toEqual({
      name: 'mayday.javascript.node',
      version: '0.1.0',
      packages: [{ name: 'npm:@mayday/node', version: '0.1.0' }],
      integrations: [
        'OnUncaughtException',
        'OnUnhandledRejection',
        'Http',
        'RequestData',
        'ContextLines',
        'Context',
        'Modules',
        'NodeSystemError',
        'Console',
        'WaitUntil',
        'NodeFetch',
        'ChildProcess',
      ],
      settings: { infer_ip: 'never' },
    })
  })

  it('keeps what it says itself', async () => {
    const memory = start()
    memory.client.captureEvent({
      message: 'by hand',
      server_name: 'mine',
      contexts: { runtime: { name: 'another' } },
    })
    expect(await memory.captured()).toMatchObject({
      server_name: 'mine',
      contexts: { runtime: { name: 'another' }, os: expect.any(Object) },
    })
  })

  it('tells what was printed before it, formatted as Node prints it', async () => {
    const memory = start()
    console.log('%s has %d items', 'basket', 3, { left: true })
    console.warn('careful')
    printed('log')
    printed('warn')
    captureMessage('then')
    const crumbs = (await memory.captured()).breadcrumbs?.values
    expect(crumbs?.map(({ category, level, message }) => [category, level, message])).toEqual([
      ['console', 'log', 'basket has 3 items { left: true }'],
      ['console', 'warning', 'careful'],
    ])
  })

  it('says of what Node throws that is no error what it says itself', async () => {
    const memory = start()
    captureException({ name: 'Refused', message: 'not today', code: 7 })
    expect(captured(await memory.captured()).value).toBe(
      "'Refused' captured as exception with message 'not today'",
    )
  })
})

describe('close', () => {
  const EVENTS = ['uncaughtExceptionMonitor', 'uncaughtException', 'unhandledRejection'] as const
  const MORE = ['exit', 'beforeExit', 'newListener', 'removeListener', 'SIGTERM', 'SIGINT'] as const
  const levels = ['log', 'info', 'warn', 'error', 'debug'] as const

  function state() {
    return {
      listeners: [...EVENTS, ...MORE].map((name) => process.listeners(name as 'exit')),
      functions: levels.map((level) => console[level]),
    }
  }

  it('takes every listener away and puts every function back, identically', async () => {
    const before = state()
    const { client } = start()
    expect(state().listeners).not.toEqual(before.listeners)
    expect(state().functions).not.toEqual(before.functions)
    await client.close()
    await expect.poll(() => state().listeners).toEqual(before.listeners)
    const after = state()
    expect(after.functions.every((fn, index) => fn === before.functions[index])).toBe(true)
  })

  it('of a client that was replaced has happened by itself', async () => {
    const before = state()
    start()
    const { client } = start()
    await client.close()
    await expect.poll(() => state().listeners).toEqual(before.listeners)
  })

  it('takes away what options have asked for, too', async () => {
    const more = (): unknown[] => [process.listeners('warning'), process.listeners('beforeExit')]
    const crashed = (): unknown => getEnvironmentData('mayday.crashed-threads')
    const before = [state(), more(), crashed()]
    const heard = process.listeners('unhandledRejection')
    const { client } = start({
      integrations: [
        onUnhandledRejectionIntegration({ mode: 'none' }),
        onUncaughtExceptionIntegration({ onFatalError: () => {} }),
        processWarningsIntegration(),
        processSessionIntegration(),
        eventLoopBlockIntegration(),
      ],
    })
    expect(process.listeners('unhandledRejection')).not.toEqual(heard)
    expect(crashed()).toBeDefined()
    await client.close()
    await expect.poll(() => [state(), more(), crashed()]).toEqual(before)
  })

  it('is not needed where nothing is to be captured', () => {
    const before = state()
    started(init({ dsn: '' }))
    started(init({ ...createMemoryReceiver().options, enabled: false }))
    expect(state()).toEqual(before)
  })
})
