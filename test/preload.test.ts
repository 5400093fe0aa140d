// Programs that are started with the SDK in front of them: what is published, in processes of its users.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { EventPayload } from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Arrived {
  key: string | undefined
  event: EventPayload
}

const arrived: Arrived[] = []
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const bytes = Buffer.concat(chunks)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
    const [, key] = /sentry_key=(\w+)/.exec(String(request.headers['x-sentry-auth'])) ?? []
    for (const { headers, text } of parseEnvelope(body).items) {
      if (headers.type === 'event') arrived.push({ key, event: JSON.parse(text) as EventPayload })
    }
    response.end('{}')
  })
})

let folder = ''
let host = ''
beforeEach(async () => {
  arrived.length = 0
  folder = mkdtempSync(join(tmpdir(), 'mayday-preload-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

interface Ending {
  code: number
  stdout: string
  stderr: string
}

/** Runs a program that is stored beside nothing, from where the packages can be found. */
function run(
  flags: string[],
  file: 'app.mjs' | 'app.cjs',
  program: string,
  env: Record<string, string> = {},
): Promise<Ending> {
  const path = join(folder, file)
  writeFileSync(path, program)
  const options = { cwd: root, env: { PATH: process.env.PATH, TMPDIR: folder, ...env } }
  return new Promise((resolve) => {
    execFile(process.execPath, [...flags, path], options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr })
    })
  })
}

const dsn = (key: string): string => `http://${key}@${host}/1`

const entry = (name: string): string =>
  fileURLToPath(new URL(`../packages/node/dist/${name}`, import.meta.url))

/** What a program that knows nothing of us does. */
const CRASH = `throw new RangeError('nobody catches this')`

describe.each([
  ['--import', 'app.mjs'],
  ['--import', 'app.cjs'],
  ['--require', 'app.mjs'],
  ['--require', 'app.cjs'],
] as const)('node %s @mayday/node/init %s', (flag, file) => {
  const flags = [flag, '@mayday/node/init']

  it('captures the crash of a program that knows nothing of it, and ends as without it', async () => {
    // Node itself tells another stack where anything is imported first.
    const plain = await run([flag, '@mayday/node/import'], file, CRASH)
    const { code, stderr } = await run(flags, file, CRASH, {
      MAYDAY_DSN: dsn('ours'),
      SENTRY_RELEASE: 'shop@1',
    })
    expect({ code, stderr }).toEqual({ code: plain.code, stderr: plain.stderr })
    expect(arrived).toMatchObject([
      { key: 'ours', event: { level: 'fatal', release: 'shop@1', environment: 'production' } },
    ])
    expect(arrived[0]?.event.exception?.values?.[0]?.value).toBe('nobody catches this')
  })

  it('does nothing without a DSN', async () => {
    const { code, stdout, stderr } = await run(flags, file, `console.log('works')`)
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'works\n', stderr: '' })
  })

  it('gives way to the client that the program starts itself', async () => {
    const load = file === 'app.mjs' ? `await import(process.env.SDK)` : `require(process.env.SDK)`
    const program = `
      const { init, captureMessage, getClient } = ${load}
      captureMessage('before')
      const first = getClient()
      init({ dsn: process.env.OWN, environment: 'own' })
      captureMessage('after')
      console.log(first?.isEnabled(), getClient() !== first)
      const names = ['uncaughtExceptionMonitor', 'uncaughtException', 'unhandledRejection']
      console.log(names.map((name) => process.listenerCount(name)).join())
      setTimeout(() => { ${CRASH} })
    `
    const sdk = entry(file === 'app.mjs' ? 'esm/index.js' : 'cjs/index.js')
    const env = { MAYDAY_DSN: dsn('ours'), OWN: dsn('own'), SDK: sdk }
    const alone = await run([], file, program, env)
    arrived.length = 0
    const { code, stdout } = await run(flags, file, program, env)
    expect(code).toBe(1)
    expect(stdout.split('\n')[0]).toBe('false true')
    // It listens no more.
    expect(stdout.split('\n')[1]).toBe(alone.stdout.split('\n')[1])
    const told = arrived.map(({ key, event }) => [
      key,
      event.message ?? event.exception?.values?.[0]?.value,
      event.environment,
    ])
    expect(told.sort()).toEqual([
      ['ours', 'before', 'production'],
      ['own', 'after', 'own'],
      ['own', 'nobody catches this', 'own'],
    ])
  })
})

it('what the preloaded SDK captures knows what the program sets, whichever copy of the SDK that has', async () => {
  const program = `
    import { setTag, withIsolationScope } from '${entry('esm/index.js')}'
    withIsolationScope(async () => {
      setTag('set-by', 'the program')
      await null
      ${CRASH}
    })
  `
  await run(['--require', '@mayday/node/init'], 'app.mjs', program, { MAYDAY_DSN: dsn('ours') })
  expect(arrived.map(({ event }) => event.tags)).toEqual([{ 'set-by': 'the program' }])
})

it('a DSN that is none is said once, and the program runs', async () => {
  const program = `import { init } from '${entry('esm/index.js')}'\ninit()\nconsole.log('works')`
  const flags = ['--import', '@mayday/node/init']
  const { code, stdout, stderr } = await run(flags, 'app.mjs', program, { MAYDAY_DSN: 'nonsense' })
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'works\n' })
  expect(stderr).toBe('[mayday] MAYDAY_DSN is no DSN, so that nothing is captured\n')
})

it('node --import @mayday/node/import starts a program as if it were not there', async () => {
  const program = `console.log('works', process.eventNames().length, Symbol.for('mayday') in globalThis)`
  const plain = await run([], 'app.mjs', program)
  const flags = ['--import', '@mayday/node/import']
  expect(await run(flags, 'app.mjs', program, { MAYDAY_DSN: dsn('ours') })).toEqual(plain)
  expect(plain.stdout).toMatch(/^works \d+ false\n$/)
})
