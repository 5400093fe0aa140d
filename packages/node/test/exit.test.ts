import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'
import { createProxy, listening, TLS } from './proxy.js'
import { createReceiver, type Receiver } from './setup.js'

let sdk: Bundle

beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

interface Settings {
  flags?: string[]
  env?: NodeJS.ProcessEnv
  options?: object
}

function runWith(way: string, { dsn }: { dsn: string }, settings: Settings = {}) {
  const { flags = [], env = {}, options = {} } = settings
  return run('ends.mjs', {
    args: [way],
    flags,
    env: { ...env, MAYDAY: sdk.url, DSN: dsn, OPTIONS: JSON.stringify(options) },
  })
}

/** Runs the program without and with the SDK, and makes sure that nobody can tell which was which. */
async function runBoth(way: string, receiver: Receiver, settings: Settings = {}) {
  const { flags = [], env = {} } = settings
  const { ms: _, ...alone } = await run('ends.mjs', { args: [way], flags, env })
  const { ms, ...watched } = await runWith(way, receiver, settings)
  expect(watched).toEqual(alone)
  return { ...watched, ms }
}

/** A receiver knows a repeated event by its id. */
function messagesOf({ arrived }: Receiver): (string | undefined)[] {
  const events = arrived.map(({ event }) => event).filter((event) => event !== undefined)
  const byId = new Map(events.map((event) => [event.event_id, event]))
  return [...byId.values()].map(
    ({ message, exception }) => message ?? exception?.values?.at(-1)?.value,
  )
}

async function silentServer(): Promise<string> {
  const port = await listening(createServer(() => {}))
  return `http://key@127.0.0.1:${port}/1`
}

describe('what is sent at the end', () => {
  it.each([
    ['by process.exit in its listener of a signal', 5],
    ['by itself after its listener of a signal', 0],
  ])('%s arrives', async (way, code) => {
    const receiver = await createReceiver()
    const watched = await runBoth(way, receiver)
    expect([watched.code, watched.signal]).toEqual([code, null])
    expect(messagesOf(receiver)).toEqual(['in the listener'])
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])(
    'does not delay a death by %s that the program lets happen',
    async (signal) => {
      const settings = { env: { SIGNAL: signal } }
      const watched = await runBoth('by a signal after a capture', await createReceiver(), settings)
      expect([watched.code, watched.signal]).toEqual([null, signal])
    },
  )

  it.each([
    ['by process.exit after a capture in its last listener', 7],
    ['by itself after a capture in its last listener', 0],
  ])('%s is there, although it came last', async (way, code) => {
    const receiver = await createReceiver()
    const watched = await runBoth(way, receiver)
    expect(watched.code).toBe(code)
    expect(messagesOf(receiver)).toEqual(['in the last listener'])
  })

  it.each([
    ['by an error in its last listener', 7],
    ['by process.exit in its last listener', 9],
  ])('%s is there, although the listener spoils the end', async (way, code) => {
    const receiver = await createReceiver()
    const watched = await runBoth(way, receiver)
    expect(watched.code).toBe(code)
    expect(messagesOf(receiver)).toContain('right before the end')
  })

  it.each([
    ['by itself with two copies that want to be last', 'in the last listener'],
    ['by itself with somebody else who wants to be last', 'right before the end'],
  ])(
    '%s is there, and there is an end',
    async (way, message) => {
      const receiver = await createReceiver()
      const watched = await runBoth(way, receiver)
      expect([watched.code, watched.signal]).toEqual([0, null])
      expect(messagesOf(receiver)).toContain(message)
    },
    25_000,
  )

  it('begins with the most important, over a few connections', async () => {
    const receiver = await createReceiver()
    await runBoth('by process.exit after a message and a crash report', receiver)
    expect(messagesOf(receiver)).toHaveLength(31)
    expect(messagesOf(receiver).slice(0, 8)).toContain('the one that counts')
    expect(receiver.connections()).toBeLessThanOrEqual(8)
  })

  it('is compressed where that is worth it', async () => {
    const receiver = await createReceiver()
    await runBoth('by process.exit after a long message', receiver)
    expect(receiver.arrived[0]?.request.headers['content-encoding']).toBe('gzip')
    expect(messagesOf(receiver)).toEqual(['long '.repeat(1000)])
  })

  it('is tried once more as a bare error where it was too big', async () => {
    const receiver = await createReceiver()
    receiver.answerWith(413)
    const options = { initialScope: { extra: { more: 'text' } } }
    await runBoth('by process.exit right after a capture', receiver, { options })
    const [first, second] = receiver.arrived.map(({ event }) => event)
    expect(receiver.arrived).toHaveLength(2)
    expect(first).toHaveProperty('extra')
    expect(second?.event_id).toBe(first?.event_id)
    expect(second).not.toHaveProperty('extra')
  })
})

describe('the books at the end', () => {
  const way = 'by process.exit, telling what became of two captures'

  it.each([
    [[200, 200], { delivered: 2, pending: 0, dropped: 0 }],
    [[200, 400], { delivered: 1, pending: 0, dropped: 1, reasons: { send_error: 1 } }],
    [[200, 503], { delivered: 1, pending: 1, dropped: 0 }],
    [['silence', 'silence'], { delivered: 0, pending: 2, dropped: 0 }],
  ] as const)('have what the receiver says: %j', async (answers, expected) => {
    const receiver = await createReceiver()
    receiver.answerWith(...answers)
    const { code, stdout, stderr } = await runWith(way, receiver, {
      options: { shutdownTimeout: 1000, sendClientReports: false },
    })
    expect({ code, stderr }).toEqual({ code: 7, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ captured: 2, ...expected })
  })
})

describe('the way at the end', () => {
  it.each([undefined, TLS])('leads through the proxy (%#)', async (tls) => {
    const receiver = await createReceiver('127.0.0.1', tls)
    const proxy = await createProxy()
    await runBoth('by process.exit right after a capture', receiver, {
      options: {
        transportOptions: { proxy: proxy.url.replace('//', '//me:pass@'), caCerts: TLS.cert },
      },
    })
    const { host } = new URL(receiver.dsn)
    const asked = tls ? ['CONNECT', host] : ['POST', `http://${host}/api/42/envelope/`]
    const credentials = `Basic ${Buffer.from('me:pass').toString('base64')}`
    expect(proxy.asked).toEqual([[...asked, credentials]])
    expect(messagesOf(receiver)).toEqual(['right before the end'])
  })

  it('leads to a receiver with a certificate that only caCerts vouches for', async () => {
    const receiver = await createReceiver('127.0.0.1', TLS)
    await runBoth('by process.exit right after a capture', receiver, {
      options: { transportOptions: { caCerts: [TLS.cert] } },
    })
    expect(messagesOf(receiver)).toEqual(['right before the end'])
  })

  it.each([407, 502])(
    'ends at a proxy that refuses with %i, and so does the program',
    async (refusal) => {
      const receiver = await createReceiver('127.0.0.1', TLS)
      const proxy = await createProxy({ refusal })
      const options = { transportOptions: { proxy: proxy.url, caCerts: TLS.cert } }
      const watched = await runBoth('by process.exit right after a capture', receiver, { options })
      expect(watched.code).toBe(7)
      expect(receiver.connections()).toBe(0)
    },
  )
})

describe('several clients', () => {
  const way = 'by process.exit after captures of several clients'

  it('send at once: a silent receiver takes nothing from another', async () => {
    const receiver = await createReceiver()
    const env = { DSNS: `${await silentServer()} ${await silentServer()} ${receiver.dsn}` }
    const { code } = await runWith(way, receiver, { env, options: { shutdownTimeout: 1500 } })
    expect(code).toBe(7)
    expect(messagesOf(receiver).sort()).toEqual(['of one of several', 'of the program itself'])
  })

  it('hold the end up together no longer than one', async () => {
    const dsn = await silentServer()
    const env = { DSNS: Array.from({ length: 10 }, () => dsn).join(' ') }
    const { code, ms } = await runWith(way, { dsn }, { env, options: { shutdownTimeout: 800 } })
    expect(code).toBe(7)
    expect(ms).toBeLessThan(5000)
  })
})

describe.each([
  [undefined, false],
  [TLS, false],
  [undefined, true],
  [TLS, true],
])('a program that is done is not kept (%#)', (tls, isProxied) => {
  async function runDone(way: string, receiver: Receiver) {
    const proxy = await createProxy()
    const transportOptions = { caCerts: TLS.cert, ...(isProxied && { proxy: proxy.url }) }
    return runBoth(way, receiver, { options: { transportOptions, shutdownTimeout: 300 } })
  }

  it('by connections for later', async () => {
    const receiver = await createReceiver('127.0.0.1', tls)
    const { ms } = await runDone('by itself after a capture and a flush', receiver)
    expect(messagesOf(receiver)).toEqual(['before a flush'])
    // Both ends would keep them for longer.
    expect(ms).toBeLessThan(4000)
  })

  it('by answers that do not come', async () => {
    const receiver = await createReceiver('127.0.0.1', tls)
    receiver.answerWith('silence', 'silence', 'silence')
    const { ms } = await runDone('by itself after a capture', receiver)
    expect(ms).toBeLessThan(6000)
  })
})

/** Takes up connections as a firewall does: nothing ever comes back. */
async function blackHole(): Promise<string> {
  const program = `
    const server = require('node:net').createServer()
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => console.log(server.address().port))`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const port = Number(await new Promise((resolve) => child.stdout.once('data', resolve)))
  child.kill('SIGSTOP')
  const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  onTestFinished(() => waiting.forEach((socket) => void socket.destroy()))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(waiting.filter(({ connecting }) => connecting).length).toBeGreaterThan(1)
  return `http://key@127.0.0.1:${port}/1`
}

it.skipIf(process.platform !== 'linux')(
  'a program that is done does not go on because a connection does not come about',
  async () => {
    const options = { shutdownTimeout: 300 }
    const { code, ms } = await runWith(
      'by itself after a capture',
      { dsn: await blackHole() },
      { options },
    )
    expect(code).toBe(0)
    // The limits of one attempt are 10 and 30 seconds.
    expect(ms).toBeLessThan(8000)
  },
  20_000,
)

describe('a thread for the end', () => {
  it('that may not start changes nothing', async () => {
    const flags = ['--experimental-permission', '--allow-fs-read=*']
    const settings = { flags }
    const watched = await runBoth(
      'by process.exit right after a capture',
      await createReceiver(),
      settings,
    )
    expect(watched.code).toBe(7)
  })

  it('is not started where the end may not be held up', async () => {
    const receiver = await createReceiver()
    const options = { shutdownTimeout: 0 }
    await runBoth('by process.exit right after a capture', receiver, { options })
    expect(receiver.connections()).toBe(0)
  })

  it('does not run what the program has preloaded', async () => {
    const receiver = await createReceiver()
    const folder = mkdtempSync(join(tmpdir(), 'mayday-preloaded-'))
    const loaded = join(folder, 'loaded')
    const file = fileURLToPath(new URL('programs/preloaded.cjs', import.meta.url))
    const env = { LOADED: loaded, NODE_OPTIONS: `--require "${file}"` }
    await runWith('by process.exit right after a capture', receiver, { env })
    const times = readFileSync(loaded, 'utf8').length
    rmSync(folder, { recursive: true })
    expect(times).toBe(1)
    expect(messagesOf(receiver)).toEqual(['right before the end'])
  })
})
