import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism, homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  captureException,
  captureMessage,
  childProcessIntegration,
  contextLinesIntegration,
  type Event,
  modulesIntegration,
  nodeContextIntegration,
  processWarningsIntegration,
  setContext,
  systemErrorIntegration,
} from '@mayday/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { captured, start } from './setup.js'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mayday facts ')))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

function crumbs(event: object): unknown[] {
  const { breadcrumbs } = event as { breadcrumbs?: { values: Event['breadcrumbs'] } }
  return (breadcrumbs?.values ?? []).map(({ timestamp: _, ...crumb }) => crumb)
}

describe('the machine', () => {
  it('is told', async () => {
    const memory = start()
    captureMessage('where')
    const { contexts } = await memory.captured()
    expect(contexts?.os).toMatchObject({ name: expect.any(String) })
    expect(contexts?.device).toMatchObject({
      free_memory: expect.any(Number),
      boot_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      processor_count: expect.any(Number),
      cpu_description: expect.any(String),
      processor_frequency: expect.any(Number),
    })
    expect(contexts?.device?.processor_count).toBeGreaterThanOrEqual(availableParallelism())
    // Finding it out is slow.
    expect(contexts).not.toHaveProperty('culture')
    expect(contexts).not.toHaveProperty('cloud_resource')
  })

  it('is told as far as it is wanted', async () => {
    const integrations = [
      nodeContextIntegration({ app: false, os: false, device: { memory: false }, culture: true }),
    ]
    const memory = start({ integrations })
    captureMessage('where')
    const { contexts } = await memory.captured()
    expect(Object.keys(contexts ?? {}).sort()).toEqual(['culture', 'device', 'runtime', 'trace'])
    const { locale, timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions()
    expect(contexts?.culture).toEqual({ locale, timezone })
    expect(contexts?.device).toHaveProperty('processor_count')
    expect(contexts?.device).not.toHaveProperty('memory_size')
    expect(contexts?.device).not.toHaveProperty('free_memory')
  })

  it('is told beside what the program says of it', async () => {
    const memory = start()
    setContext('app', { app_name: 'shop', app_memory: 7 })
    captureMessage('where')
    expect((await memory.captured()).contexts?.app).toMatchObject({
      app_name: 'shop',
      app_memory: 7,
      app_start_time: expect.any(String),
    })
  })

  it.each([
    [
      { VERCEL: '1', VERCEL_REGION: 'fra1' },
      { provider: 'vercel', region: 'fra1' },
    ],
    [
      { AWS_REGION: 'eu-west-1', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
      { provider: 'aws', region: 'eu-west-1', platform: 'AWS_Lambda_nodejs20.x' },
    ],
    [{ AWS_REGION: 'eu-west-1' }, { provider: 'aws', region: 'eu-west-1' }],
    [{ GCP_PROJECT: 'mine' }, { provider: 'gcp' }],
    [{ ALIYUN_REGION_ID: 'cn' }, { provider: 'alibaba_cloud', region: 'cn' }],
    [
      { WEBSITE_SITE_NAME: 'mine', REGION_NAME: 'West' },
      { provider: 'azure', region: 'West' },
    ],
    [{ REGION_NAME: 'West' }, undefined],
    [{ IBM_CLOUD_REGION: 'eu' }, { provider: 'ibm_cloud', region: 'eu' }],
    [
      { TENCENTCLOUD_REGION: 'ap', TENCENTCLOUD_APPID: '7', TENCENTCLOUD_ZONE: 'ap-1' },
      { provider: 'tencent_cloud', region: 'ap', 'account.id': '7', availability_zone: 'ap-1' },
    ],
    [{ NETLIFY: 'true' }, { provider: 'netlify' }],
    [{ FLY_REGION: 'ams' }, { provider: 'fly.io', region: 'ams' }],
    [{ DYNO: 'web.1' }, { provider: 'heroku' }],
  ])('stands in a cloud where %o says so', async (env, told) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    const memory = start()
    captureMessage('where')
    const { contexts } = await memory.captured()
    const facts = Object.entries(told ?? {}).map(([name, fact]) => [`cloud.${name}`, fact])
    expect(contexts?.cloud_resource).toEqual(told && Object.fromEntries(facts))
  })

  it('is told without a cloud where that is not wanted', async () => {
    vi.stubEnv('DYNO', 'web.1')
    const memory = start({ integrations: [nodeContextIntegration({ cloudResource: false })] })
    captureMessage('where')
    expect((await memory.captured()).contexts).not.toHaveProperty('cloud_resource')
  })
})

describe('packages', () => {
  function pack(name: string, facts: object): string {
    const at = join(folder, ...(name ? ['node_modules', name] : []))
    mkdirSync(at, { recursive: true })
    writeFileSync(join(at, 'package.json'), JSON.stringify(facts))
    writeFileSync(join(at, 'index.js'), 'module.exports = 1')
    return join(at, 'index.js')
  }

  /** What an event says of the packages of a program that lies in the folder. */
  async function told(): Promise<Record<string, string> | undefined> {
    const [, script] = process.argv
    process.argv[1] = join(folder, 'dist', 'server.js')
    const memory = start({ integrations: [modulesIntegration()] })
    captureMessage('with what')
    process.argv[1] = script as string
    return (await memory.captured()).modules
  }

  it('that the program names are told as they are installed', async () => {
    pack('', { name: 'app', dependencies: { shelf: '^1.0.0', '@scope/box': '*', missing: '1' } })
    pack('shelf', { name: 'shelf', version: '1.2.3' })
    pack('@scope/box', { name: '@scope/box', version: '4.5.6' })
    pack('unnamed', { name: 'unnamed', version: '1.0.0' })
    const modules = await told()
    expect(modules).toMatchObject({ shelf: '1.2.3', '@scope/box': '4.5.6' })
    expect(modules).not.toHaveProperty('missing')
    expect(modules).not.toHaveProperty('unnamed')
    expect(modules).not.toHaveProperty('app')
  })

  it('that are required are told, whoever names them', async () => {
    pack('', { name: 'app' })
    const file = pack('@scope/required', { name: '@scope/required', version: '7.8.9' })
    createRequire(file)(file)
    expect(await told()).toMatchObject({ '@scope/required': '7.8.9' })
    delete createRequire(file).cache[file]
  })

  it('are none where there are none', async () => {
    const required = createRequire(import.meta.url)
    const kept = { ...required.cache }
    for (const file of Object.keys(required.cache)) delete required.cache[file]
    expect((await told()) ?? {}).toEqual({})
    Object.assign(required.cache, kept)
  })

  it('that say nothing of themselves leave the others told', async () => {
    const dependencies = { broken: '1', whole: '1', odd: '1' }
    pack('', { name: 'app', dependencies })
    pack('whole', { name: 'whole', version: '1.0.0' })
    pack('odd', { name: 'odd', version: 7 })
    writeFileSync(join(dirname(pack('broken', {})), 'package.json'), '{')
    const modules = await told()
    expect(modules).toMatchObject({ whole: '1.0.0' })
    expect(modules).not.toHaveProperty('odd')
  })

  it('are as many as fit', async () => {
    const names = Array.from({ length: 290 }, (_, index) => `${'long-'.repeat(10)}${index}`)
    const dependencies = Object.fromEntries(names.map((name) => [name, '1']))
    pack('', { name: 'app', dependencies })
    for (const name of names) pack(name, { name, version: '1.0.0' })
    const modules = await told()
    expect(JSON.stringify(modules).length).toBeLessThanOrEqual(8 * 1024)
    expect(Object.keys(modules ?? {}).length).toBeGreaterThan(100)
  })

  it('are found beside a program that lies behind a link', async () => {
    pack('', { name: 'app', dependencies: { linked: '1' } })
    const real = pack('shop', { name: 'linked', version: '2.0.0' })
    symlinkSync(dirname(real), join(folder, 'node_modules', 'linked'))
    expect(await told()).toMatchObject({ linked: '2.0.0' })
  })
})

describe('an error of the system', () => {
  // The lines of this very file name the files.
  const closed = { dataCollection: { frameContextLines: 0 } }
  const missing = (): Promise<unknown> =>
    readFile(join(folder, 'secret plan')).catch((error: unknown) => error)

  it('says which operation failed, and not on which file', async () => {
    const memory = start(closed)
    captureException(await missing())
    const event = await memory.captured()
    expect(event.contexts?.node_system_error).toEqual({
      errno: -2,
      code: 'ENOENT',
      syscall: 'open',
    })
    expect(captured(event).value).toBe('ENOENT: no such file or directory, open')
    expect(JSON.stringify(event)).not.toContain('secret plan')
  })

  it.each([
    ['that is wanted', { integrations: [systemErrorIntegration({ includePaths: true })] }],
    ['personal data is', { dataCollection: { userInfo: true } }],
  ])('says on which file where %s', async (_what, options) => {
    const memory = start(options)
    captureException(await missing())
    const event = await memory.captured()
    const path = join(folder, 'secret plan')
    expect(event.contexts?.node_system_error).toMatchObject({ code: 'ENOENT', path })
    expect(captured(event).value).toBe(`ENOENT: no such file or directory, open '${path}'`)
  })

  it('is told below another error, too', async () => {
    const memory = start(closed)
    captureException(new Error('outer', { cause: await missing() }))
    const event = await memory.captured()
    expect(event.contexts?.node_system_error).toMatchObject({ code: 'ENOENT' })
    expect(JSON.stringify(event)).not.toContain('secret plan')
  })

  it('of a renamed file names neither file', async () => {
    const memory = start(closed)
    const from = join(folder, 'secret from')
    await rename(from, join(folder, 'secret to')).catch(captureException)
    const event = await memory.captured()
    expect(captured(event).value).toBe('ENOENT: no such file or directory, rename')
    expect(JSON.stringify(event)).not.toMatch(/secret (from|to)/)
  })

  it.each([
    ['no number', Object.assign(new Error('odd'), { errno: 'ENOENT' })],
    ['a number of nobody', Object.assign(new Error('odd'), { errno: 7 })],
  ])('is none with %s', async (_what, error) => {
    const memory = start(closed)
    captureException(error)
    expect((await memory.captured()).contexts).not.toHaveProperty('node_system_error')
  })
})

describe('a child process', () => {
  const ended = (child: ReturnType<typeof spawn>): Promise<void> =>
    new Promise((resolve) => {
      child.on('error', () => resolve()).on('close', () => resolve())
    })
  const node = (code: string, ...args: string[]): ReturnType<typeof spawn> =>
    spawn(process.execPath, ['-e', code, ...args])

  it('that fails leaves a breadcrumb, without its arguments', async () => {
    const memory = start()
    await ended(node('process.exit(3)', 'plain'))
    captureMessage('then')
    expect(crumbs(await memory.captured())).toEqual([
      {
        category: 'child_process',
        level: 'warning',
        message: "Child process exited with code '3'",
        data: { spawnfile: process.execPath.replace(homedir(), '~') },
      },
    ])
  })

  it('leaves its arguments where they are wanted', async () => {
    const includeChildProcessArgs = true
    const memory = start({ integrations: [childProcessIntegration({ includeChildProcessArgs })] })
    await ended(node('process.exit(3)', 'plain'))
    captureMessage('then')
    expect(crumbs(await memory.captured())).toMatchObject([
      { data: { spawnargs: [process.execPath, '-e', 'process.exit(3)', 'plain'] } },
    ])
  })

  it('that is ended by a signal leaves one, unless the program sent it', async () => {
    const memory = start()
    await ended(node("process.kill(process.pid, 'SIGKILL')"))
    const killed = node('setTimeout(() => {}, 10_000)')
    killed.kill()
    await ended(killed)
    captureMessage('then')
    expect(crumbs(await memory.captured())).toMatchObject([
      { level: 'warning', message: "Child process was ended by signal 'SIGKILL'" },
    ])
  })

  it('that cannot be started leaves one', async () => {
    const memory = start()
    await ended(spawn(join(folder, 'nothing')))
    captureMessage('then')
    const [crumb, ...more] = crumbs(await memory.captured())
    expect(more).toEqual([])
    expect(crumb).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/^Child process errored with 'spawn .*nothing ENOENT'$/),
    })
  })

  it('that ends well leaves none, and has no listener for its errors', async () => {
    const memory = start()
    const child = node('0')
    expect(child.listenerCount('error')).toBe(0)
    await ended(child)
    captureMessage('then')
    expect(crumbs(await memory.captured())).toEqual([])
  })
})

describe('a warning', () => {
  const warned = (): Promise<void> =>
    new Promise((resolve) => {
      // Behind the SDK's listener, which was there before.
      process.once('warning', () => resolve())
      process.emitWarning('use another', { type: 'DeprecationWarning', code: 'DEP0' })
    })

  beforeEach(() => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  })

  it('leaves a breadcrumb where it is wanted', async () => {
    const memory = start({ integrations: [processWarningsIntegration()] })
    await warned()
    captureMessage('then')
    expect(crumbs(await memory.captured())).toEqual([
      {
        category: 'process.warning',
        level: 'warning',
        message: 'DeprecationWarning: use another',
        data: { code: 'DEP0' },
      },
    ])
  })

  it('is an event where that is wanted', async () => {
    const memory = start({ integrations: [processWarningsIntegration({ as: 'event' })] })
    await warned()
    const event = await memory.captured()
    expect(event.level).toBe('warning')
    expect(captured(event)).toMatchObject({
      type: 'DeprecationWarning',
      value: 'use another',
      mechanism: { type: 'auto.node.warning', handled: true },
    })
  })

  it('is not heard otherwise', async () => {
    const before = process.listenerCount('warning')
    start()
    expect(process.listenerCount('warning')).toBe(before)
  })
})

describe('source lines', () => {
  const location = (): string => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`)
    writeFileSync(join(folder, 'file.js'), lines.join('\n'))
    return `${join(folder, 'file.js')}:15:1`
  }

  it.each([
    [7, 7],
    [0, undefined],
  ])('are as many as the integration says: %s', async (frameContextLines, count) => {
    const memory = start({ integrations: [contextLinesIntegration({ frameContextLines })] })
    const error = new Error('somewhere')
    error.stack = `Error: somewhere\n    at work (${location()})`
    captureException(error)
    const frame = captured(await memory.captured()).stacktrace?.frames?.at(-1)
    expect(frame?.pre_context?.length).toBe(count)
    expect(frame?.post_context?.length).toBe(count)
    expect(frame?.context_line).toBe(count && 'line 15')
  })
})
