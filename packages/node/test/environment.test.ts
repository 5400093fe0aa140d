import { hostname } from 'node:os'
import { createMemoryReceiver } from '@mayday/core/testing'
import { captureMessage, createClient, init, type NodeOptions } from '@mayday/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { started } from './setup.js'

const COMMIT = /_SHA1?$|COMMIT|REVISION|SOURCE_?VERSION|BUILD_REF|VCS_NUMBER|CHANGE_IN_REPO/

beforeEach(() => {
  // Where the tests run themselves, there may be any.
  for (const name of Object.keys(process.env)) {
    if (/^(MAYDAY|SENTRY)_/.test(name) || COMMIT.test(name)) vi.stubEnv(name, undefined)
  }
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

function environment(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
}

const OURS = 'https://ours@a.example/1'
const THEIRS = 'https://theirs@b.example/2'

/** The key of the DSN that `init()` takes. */
function keyOf(options: NodeOptions = {}): string | undefined {
  const { transport, spool } = createMemoryReceiver().options
  return started(init({ transport, spool, ...options })).getDsn()?.publicKey
}

/** What an event tells of what `init()` takes. */
async function told(options: NodeOptions = {}) {
  const memory = createMemoryReceiver()
  started(init({ ...memory.options, ...options }))
  captureMessage('m')
  const { release, environment, server_name } = await memory.captured()
  return { release, environment, server_name }
}

describe('the DSN', () => {
  it('comes from MAYDAY_DSN, else from SENTRY_DSN', () => {
    environment({ SENTRY_DSN: THEIRS })
    expect(keyOf()).toBe('theirs')
    environment({ MAYDAY_DSN: ` ${OURS}\n` })
    expect(keyOf()).toBe('ours')
    environment({ MAYDAY_DSN: '' })
    expect(keyOf()).toBe('theirs')
  })

  it('of the program comes first, also where it says that there is none', () => {
    environment({ MAYDAY_DSN: OURS })
    expect(keyOf({ dsn: THEIRS })).toBe('theirs')
    const client = started(init({ dsn: '' }))
    expect([client.getDsn(), client.isEnabled()]).toEqual([undefined, false])
    expect(keyOf({ enabled: false, dsn: undefined })).toBe('ours')
    expect(started(init({ enabled: false })).isEnabled()).toBe(false)
  })

  it('is no other one where it is malformed, and one warning names the variable but not what it holds', () => {
    environment({ MAYDAY_DSN: 'https://my-secret@nowhere', SENTRY_DSN: THEIRS })
    expect(keyOf()).toBeUndefined()
    expect(keyOf()).toBeUndefined()
    expect(printed('warn')).toEqual(['[mayday] MAYDAY_DSN is no DSN, so that nothing is captured'])
    expect(keyOf({ dsn: THEIRS })).toBe('theirs')
  })

  it('of a program is none of a client for a library', () => {
    environment({ MAYDAY_DSN: OURS })
    expect(started(createClient({})).getDsn()).toBeUndefined()
  })
})

describe('an event', () => {
  it.each(['MAYDAY', 'SENTRY'])(
    'has release, environment and name of the machine from %s_',
    async (prefix) => {
      environment({
        [`${prefix}_RELEASE`]: 'shop@1\n',
        [`${prefix}_ENVIRONMENT`]: 'staging',
        [`${prefix}_NAME`]: 'till-3',
      })
      const expected = { release: 'shop@1', environment: 'staging', server_name: 'till-3' }
      expect(await told()).toEqual(expected)
    },
  )

  it('has what the program says instead', async () => {
    environment({ MAYDAY_RELEASE: 'shop@1', MAYDAY_ENVIRONMENT: 'staging', MAYDAY_NAME: 'till-3' })
    const options = { release: 'shop@2', environment: 'live', serverName: 'till-4' }
    const expected = { release: 'shop@2', environment: 'live', server_name: 'till-4' }
    expect(await told(options)).toEqual(expected)
    expect(await told({ release: '' })).toMatchObject({ release: undefined })
  })

  it('may have no name of the machine at all', async () => {
    environment({ MAYDAY_NAME: 'till-3' })
    expect(await told({ includeServerName: false })).toMatchObject({ server_name: undefined })
  })

  it('has none of it where nobody says it', async () => {
    environment({ NODE_ENV: 'staging' })
    const expected = { release: undefined, environment: 'production', server_name: hostname() }
    expect(await told()).toEqual(expected)
  })

  it.each([
    'GITHUB_SHA',
    'CI_COMMIT_SHA',
    'CIRCLE_SHA1',
    'CF_PAGES_COMMIT_SHA',
    'HEROKU_BUILD_COMMIT',
    'RENDER_GIT_COMMIT',
    'VERCEL_GIT_COMMIT_SHA',
    'BUILD_VCS_NUMBER',
  ])('has the commit as its release: %s', async (name) => {
    environment({ [name]: '1a2b3c' })
    expect(await told()).toMatchObject({ release: '1a2b3c' })
  })

  it('has the release that is the most on purpose', async () => {
    const releases: unknown[] = []
    const note = async (): Promise<unknown> => releases.push((await told()).release)
    environment({ GIT_COMMIT: 'anybody' })
    await note()
    environment({ GITHUB_SHA: 'github' })
    await note()
    vi.stubGlobal('SENTRY_RELEASE', { id: 'bundler' })
    await note()
    environment({ SENTRY_RELEASE: 'theirs' })
    await note()
    environment({ MAYDAY_RELEASE: 'ours' })
    await note()
    expect(releases).toEqual(['anybody', 'github', 'bundler', 'theirs', 'ours'])
  })
})

it.each([
  ['1', true],
  ['yes', true],
  ['on', true],
  ['0', false],
  ['False', false],
  ['no', false],
  ['off', false],
])('MAYDAY_DEBUG=%s', (value, isOn) => {
  environment({ MAYDAY_DEBUG: value })
  keyOf({ dsn: OURS })
  expect(printed('log').length > 0).toBe(isOn)
})

it('the program may be silent where the environment is not', () => {
  environment({ SENTRY_DEBUG: '1' })
  keyOf({ dsn: OURS, debug: false })
  expect(printed('log')).toEqual([])
})

it('an environment that is kept from the program is none', () => {
  environment({ MAYDAY_DSN: OURS })
  const forbidden = new Proxy(
    {},
    {
      get() {
        throw new Error('not allowed')
      },
    },
  )
  const { env } = process
  process.env = forbidden
  try {
    expect(keyOf({ spool: false })).toBeUndefined()
  } finally {
    process.env = env
  }
})
