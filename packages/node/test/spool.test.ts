import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseEnvelope } from '@mayday/core/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'
import { createReceiver, type Receiver } from './setup.js'

let sdk: Bundle
let temporary: string

// Many processes, one after the other.
vi.setConfig({ testTimeout: 30_000 })

beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'mayday-spool-'))
})
afterEach(() => rmSync(temporary, { recursive: true, force: true }))

interface Settings {
  options?: object
  label?: string
  env?: NodeJS.ProcessEnv
  shell?: string
}

/** Runs a process that captures so many messages and then ends in that way. */
async function runs(way: string, count: number, dsn: string, settings: Settings = {}) {
  const { options, label = 'event', env = {}, shell } = settings
  const { stdout, ...ending } = await run('spools.mjs', {
    args: [way, `${count}`, label],
    env: {
      MAYDAY: sdk.url,
      TMPDIR: temporary,
      OPTIONS: JSON.stringify({ dsn, shutdownTimeout: 300, ...options }),
      ...env,
    },
    ...(shell && { shell }),
  })
  const lines = stdout.trim().split('\n')
  const last = lines.at(-1) ?? ''
  const printed = last.startsWith('{') ? JSON.parse(last) : undefined
  return { ...ending, printed, debugged: lines.filter((line) => line.startsWith('[mayday]')) }
}

/** The files below the folder for temporary files, or another. */
function files(folder = temporary): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => !one.isDirectory())
    .map((one) => join(one.parentPath, one.name))
}

/** How often each message has arrived. */
function arrivals({ arrived }: Receiver): Record<string, number> {
  const times: Record<string, number> = {}
  for (const { event } of arrived) {
    if (event?.message) times[event.message] = (times[event.message] ?? 0) + 1
  }
  return times
}

function once(count: number, label = 'event'): Record<string, number> {
  const names = Array.from({ length: count }, (_, index) => `${label} ${index + 1}`)
  return Object.fromEntries(names.map((name) => [name, 1]))
}

interface Outage {
  dsn: string
  /** Starts a receiver there. */
  end(): Promise<Receiver>
}

/** An address at which nobody listens yet. */
async function outage(): Promise<Outage> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  const dsn = `http://public@127.0.0.1:${port}/42`
  return { dsn, end: () => createReceiver('127.0.0.1', undefined, port) }
}

/** What a process that was killed in an outage has left: one file with so many messages. */
async function left(count: number, settings?: Settings): Promise<Outage & { file: string }> {
  const away = await outage()
  await runs('is killed at once', count, away.dsn, settings)
  const [file, ...others] = files()
  expect(others).toEqual([])
  if (!file) throw new Error('Nothing is left')
  return { ...away, file }
}

describe('what a process leaves behind', () => {
  it('is sent by the next one, once, and then gone', async () => {
    const { dsn, end, file } = await left(1)
    expect(file).toMatch(/\/mayday-\d+\/http___public_127\.0\.0\.1_\d+_42\/[^/]+\.spool$/)
    const receiver = await end()
    const { printed } = await runs('flushes', 0, dsn)
    expect(printed).toMatchObject({ captured: 1, delivered: 1, pending: 0 })
    expect(arrivals(receiver)).toEqual(once(1))
    expect(files()).toEqual([])
    await runs('flushes', 0, dsn)
    expect(receiver.arrived).toHaveLength(1)
  })

  it('are all of its 200 events, though it was killed in the same tick', async () => {
    const { dsn, end } = await left(200)
    const receiver = await end()
    await runs('flushes', 0, dsn)
    expect(arrivals(receiver)).toEqual(once(200))
    expect(files()).toEqual([])
  })

  it('is there as well when it ended in peace, with nobody to send to', async () => {
    const { dsn, end } = await outage()
    const { code } = await runs('ends by itself', 3, dsn)
    expect(code).toBe(0)
    const receiver = await end()
    await runs('flushes', 2, dsn, { label: 'later' })
    expect(arrivals(receiver)).toEqual({ ...once(3), ...once(2, 'later') })
    expect(files()).toEqual([])
  })

  it('is handed on until somebody can send it', async () => {
    const { dsn, end } = await left(2, { label: 'first' })
    await runs('is killed at once', 2, dsn, { label: 'second' })
    await runs('ends by itself', 2, dsn, { label: 'third' })
    const receiver = await end()
    await runs('flushes', 0, dsn)
    expect(arrivals(receiver)).toEqual({
      ...once(2, 'first'),
      ...once(2, 'second'),
      ...once(2, 'third'),
    })
    expect(files()).toEqual([])
  })

  it('is what has not arrived, and not the rest', async () => {
    const receiver = await createReceiver()
    receiver.answerWith(200, 200, 200, 'silence')
    const options = { transportOptions: { concurrency: 1 } }
    await runs('is killed after half of it was delivered', 6, receiver.dsn, { options })
    const before = receiver.arrived.length
    const { printed } = await runs('flushes', 0, receiver.dsn)
    expect(printed).toMatchObject({ captured: 3, delivered: 3 })
    const [later] = receiver.arrived.splice(before).map(({ event }) => event?.message)
    expect(later).toBe('event 4')
    expect(files()).toEqual([])
  })

  it('is shared out where several start at once', async () => {
    const { dsn, end } = await outage()
    const labels = ['a', 'b', 'c', 'd']
    await Promise.all(labels.map((label) => runs('is killed at once', 25, dsn, { label })))
    expect(files()).not.toEqual([])
    const receiver = await end()
    const nexts = await Promise.all(labels.map(() => runs('flushes', 0, dsn)))
    expect(nexts.reduce((sum, { printed }) => sum + printed.delivered, 0)).toBe(100)
    expect(arrivals(receiver)).toEqual(Object.assign({}, ...labels.map((one) => once(25, one))))
    expect(files()).toEqual([])
  })

  it('is no more than the queue may hold, however often it dies', async () => {
    const { dsn, end } = await outage()
    const options = { transportOptions: { bufferSize: 10 } }
    for (let run = 1; run <= 3; run++) await runs('is killed at once', 20, dsn, { options })
    const receiver = await end()
    const { printed } = await runs('flushes', 0, dsn)
    expect(printed).toMatchObject({ captured: 10, delivered: 10 })
    expect(arrivals(receiver)).toEqual(once(10))
    expect(files()).toEqual([])
  })

  it('goes to its own receiver only', async () => {
    const { dsn } = await left(1)
    const other = await createReceiver()
    await runs('flushes', 0, other.dsn)
    await runs('flushes', 0, dsn.replace('public@', 'other@'))
    expect(other.arrived).toEqual([])
    expect(files()).toHaveLength(1)
  })

  it('has its attachments, byte for byte', async () => {
    const { dsn, end } = await outage()
    await runs('is killed after a binary attachment', 0, dsn)
    const receiver = await end()
    await runs('flushes', 0, dsn)
    const { bytes, request } = receiver.arrived[0] as Receiver['arrived'][0]
    const isPacked = request.headers['content-encoding'] === 'gzip'
    const { items } = parseEnvelope(isPacked ? gunzipSync(bytes) : bytes)
    expect(items.map(({ headers }) => headers.filename)).toEqual([undefined, 'a.bin', 'a.txt'])
    expect([...(items[1]?.payload ?? [])]).toEqual(Array.from({ length: 256 }, (_, byte) => byte))
    expect(items[2]?.text).toBe('line\nfeed')
  })

  it('is that of its worker threads, too, which take nothing from each other', async () => {
    const { dsn, end } = await outage()
    await runs('is killed with a worker', 5, dsn)
    const counts = files().map((file) => readFileSync(file, 'utf8').split('"id"').length - 1)
    expect(counts).toEqual([5, 5])
    const receiver = await end()
    await runs('flushes', 0, dsn)
    expect(arrivals(receiver)).toEqual({ ...once(5), ...once(5, 'of the worker') })
    expect(files()).toEqual([])
  })
})

describe('a process that has delivered all', () => {
  it.each([
    ['fails after delivery', 3],
    ['exits after delivery', 7],
    ['crashes after delivery', 1],
    ['is delivered by other means at exit', 0],
    ['flushes', 0],
    ['ends by itself', 0],
    ['exits at once', 7],
    ['crashes at once', 1],
  ])('leaves no file: it %s', async (way, code) => {
    const receiver = await createReceiver()
    expect((await runs(way, 3, receiver.dsn)).code).toBe(code)
    expect(files()).toEqual([])
  })

  it('leaves no file and no listener once its client has closed', async () => {
    const receiver = await createReceiver()
    const { printed } = await runs('closes and goes on', 3, receiver.dsn)
    expect(printed).toEqual({ listeners: 0 })
    expect(files()).toEqual([])
  })

  it('leaves an empty file when it is killed, which the next removes', async () => {
    const receiver = await createReceiver()
    await runs('is killed after all of it was delivered', 3, receiver.dsn)
    expect(files().map((file) => statSync(file).size)).toEqual([0])
    const { printed } = await runs('flushes', 0, receiver.dsn)
    expect(printed).toMatchObject({ captured: 0, dropped: 0 })
    expect(files()).toEqual([])
    expect(arrivals(receiver)).toEqual({ ...once(3), 'one more': 1 })
  })
})

describe('the files', () => {
  it('are for their owner only', async () => {
    const { file } = await left(1)
    const modes = [dirname(dirname(file)), dirname(file), file].map((path) => statSync(path).mode)
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600'])
  })

  it('lie in the folder that the program names, which may be open to all', async () => {
    const named = join(temporary, 'volume')
    mkdirSync(named)
    chmodSync(named, 0o777)
    const { dsn, end, file } = await left(1, { options: { spool: named } })
    expect(dirname(dirname(file))).toBe(named)
    expect((statSync(dirname(file)).mode & 0o777).toString(8)).toBe('700')
    const receiver = await end()
    await runs('flushes', 0, dsn, { options: { spool: named } })
    expect(arrivals(receiver)).toEqual(once(1))
  })

  it('are made in a folder that is not there yet', async () => {
    const { file } = await left(1, { options: { spool: join(temporary, 'not/there') } })
    expect(file).toContain('/not/there/')
  })

  it('are not made with spool: false, nor looked for', async () => {
    const { dsn, end } = await left(1)
    const before = files()
    const receiver = await end()
    await runs('flushes', 1, dsn, { options: { spool: false }, label: 'mine' })
    await runs('is killed at once', 1, dsn, { options: { spool: false } })
    expect(arrivals(receiver)).toEqual(once(1, 'mine'))
    expect(files()).toEqual(before)
  })

  it('are not made before there is consent', async () => {
    const { dsn } = await outage()
    for (const consent of ['pending', 'denied']) {
      await runs('is killed at once', 3, dsn, { options: { consent } })
    }
    expect(readdirSync(temporary)).toEqual([])
  })

  it('are not made, nor is a folder, where nothing is captured', async () => {
    const receiver = await createReceiver()
    await runs('flushes', 0, receiver.dsn)
    expect(readdirSync(temporary)).toEqual([])
  })
})

describe('where files cannot be kept safely', () => {
  const NOTHING = '[mayday] No spool, events wait in memory only:'
  let elsewhere: string

  beforeEach(() => {
    elsewhere = mkdtempSync(join(tmpdir(), 'mayday-elsewhere-'))
  })
  afterEach(() => rmSync(elsewhere, { recursive: true, force: true }))

  /** Where the files would lie. */
  function placeFor({ dsn }: Receiver): string {
    const folder = dsn.replace(/[^\w.-]/g, '_')
    return join(temporary, `mayday-${process.getuid?.()}`, folder)
  }

  const base = (receiver: Receiver): string => dirname(placeFor(receiver))

  it.each<[string, (receiver: Receiver) => void]>([
    ['the folder is a link', (receiver) => symlinkSync(elsewhere, base(receiver))],
    [
      'the folder is a link that leads nowhere',
      (receiver) => symlinkSync(join(elsewhere, 'new'), base(receiver)),
    ],
    ['the folder is open to others', (receiver) => mkdirSync(base(receiver), { mode: 0o755 })],
    ['the folder is a file', (receiver) => writeFileSync(base(receiver), '')],
    [
      'the receiver’s folder is a link',
      (receiver) => {
        mkdirSync(base(receiver), { mode: 0o700 })
        symlinkSync(elsewhere, placeFor(receiver))
      },
    ],
    [
      'the receiver’s folder is open to others',
      (receiver) => {
        mkdirSync(base(receiver), { mode: 0o700 })
        mkdirSync(placeFor(receiver))
      },
    ],
  ])('events wait in memory, and one line says so: %s', async (_what, prepare) => {
    const receiver = await createReceiver()
    prepare(receiver)
    const before = [...files(), ...files(elsewhere)]
    const { printed, debugged, stderr } = await runs('flushes', 5, receiver.dsn, {
      options: { debug: true },
    })
    expect(printed).toMatchObject({ captured: 5, delivered: 5 })
    expect(debugged.filter((line) => /spool/i.test(line))).toEqual([
      expect.stringContaining(NOTHING),
    ])
    expect(stderr).toBe('')
    expect([...files(), ...files(elsewhere)]).toEqual(before)
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it.each([
    ['is a file', () => join(elsewhere, 'file')],
    ['is on a disk that is only read', () => '/proc/mayday'],
  ])('events wait in memory when the folder that was named %s', async (_what, folder) => {
    writeFileSync(join(elsewhere, 'file'), 'mine')
    const receiver = await createReceiver()
    const { printed, debugged } = await runs('flushes', 5, receiver.dsn, {
      options: { debug: true, spool: folder() },
    })
    expect(printed).toMatchObject({ captured: 5, delivered: 5 })
    expect(debugged.filter((line) => line.includes(NOTHING))).toHaveLength(1)
    expect(readFileSync(join(elsewhere, 'file'), 'utf8')).toBe('mine')
  })

  it('a full disk costs no event, and damages none that was there', async () => {
    const receiver = await createReceiver()
    const { printed, debugged, code, stderr } = await runs('flushes', 200, receiver.dsn, {
      options: { debug: true },
      shell: 'ulimit -f 40',
    })
    expect(printed).toMatchObject({ captured: 200, delivered: 200 })
    expect([code, stderr]).toEqual([0, ''])
    expect(debugged.filter((line) => line.includes('Not spooled'))).toHaveLength(1)
    expect(files()).toEqual([])
  })

  it('what was written before the disk was full is sent by the next', async () => {
    const { dsn, end, file } = await left(200, { shell: 'ulimit -f 40' })
    const { size } = statSync(file)
    expect(size).toBeGreaterThan(5000)
    expect(size).toBeLessThan(50_000)
    const receiver = await end()
    const { printed } = await runs('flushes', 0, dsn)
    expect(printed.delivered).toBeGreaterThan(5)
    expect(printed).toMatchObject({ dropped: 0, pending: 0 })
    expect(receiver.arrived).toHaveLength(printed.delivered)
    expect(files()).toEqual([])
  })
})

describe('a file', () => {
  const lost = (count: number) => ({ dropped: count, rules: { store: count } })

  it.each<[string, (file: string) => void, number]>([
    [
      'whose last line was written by half',
      (file) => appendFileSync(file, '{"id":"ab","at":17'),
      1,
    ],
    [
      'with lines that say nothing',
      (file) =>
        appendFileSync(file, '\0\0\0\n\n[]\n{"id":1}\n{"id":"a","at":1,"envelope":[{},[]]}\n'),
      4,
    ],
    [
      'with envelopes that are none',
      (file) => {
        for (const envelope of [
          1,
          [1],
          [{}, [1]],
          [{}, [[{}, {}]]],
          [{}, [[{ type: 'event' }, 1]]],
        ]) {
          appendFileSync(file, `${JSON.stringify({ id: 'a', at: Date.now(), envelope })}\n`)
        }
      },
      5,
    ],
    [
      'with one that is older than a week',
      (file) => {
        const [line = ''] = readFileSync(file, 'utf8').split('\n').slice(1)
        const at = Date.now() - 8 * 86_400_000
        appendFileSync(file, `${JSON.stringify({ ...JSON.parse(line), id: 'b'.repeat(32), at })}\n`)
      },
      1,
    ],
  ])('%s is sent but for these, which are counted', async (_what, damage, count) => {
    const { dsn, end, file } = await left(3)
    damage(file)
    const receiver = await end()
    const { printed } = await runs('flushes', 0, dsn)
    expect(arrivals(receiver)).toEqual(once(3))
    expect(printed).toMatchObject({ captured: 3 + count, delivered: 3, ...lost(count) })
    expect(files()).toEqual([])
  })

  it('with a damaged line is counted by the first who reads it, and by nobody after that', async () => {
    const { dsn, end, file } = await left(3)
    appendFileSync(file, 'damage')
    await runs('is killed at once', 0, dsn)
    const receiver = await end()
    const { printed } = await runs('flushes', 0, dsn)
    expect(printed).toMatchObject({ captured: 3, delivered: 3, dropped: 0 })
    expect(arrivals(receiver)).toEqual(once(3))
  })

  it.each<[string, (file: string) => void, number]>([
    ['that does not say whose it is', (file) => damageFirst(file, '{"dsn":'), 3],
    ['that is too long', (file) => truncateSync(file, 2 ** 26 + 1), 1],
    ['of zeros', (file) => writeFileSync(file, '\0'.repeat(5000)), 1],
  ])('%s is counted and removed', async (_what, damage, count) => {
    const { dsn, end, file } = await left(2)
    damage(file)
    const receiver = await end()
    const { printed } = await runs('flushes', 0, dsn)
    expect(printed).toMatchObject({ captured: count, delivered: 0, ...lost(count) })
    expect(arrivals(receiver)).toEqual({})
    expect(files()).toEqual([])
  })

  function damageFirst(file: string, first: string): void {
    const [, ...lines] = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, [first, ...lines].join('\n'))
  }

  it.each<[string, (file: string) => void]>([
    ['of another receiver', (file) => damageFirst(file, '{"dsn":"http://k@elsewhere.example/1"}')],
    [
      'of another name, however old',
      (file) => {
        const notes = join(dirname(file), 'notes.txt')
        renameSync(file, notes)
        utimesSync(notes, new Date(0), new Date(0))
      },
    ],
    ['with a second name', (file) => linkSync(file, join(dirname(file), 'second'))],
    [
      'that is a link',
      (file) => {
        renameSync(file, join(dirname(file), 'target'))
        symlinkSync(join(dirname(file), 'target'), file)
      },
    ],
    [
      'that is a folder',
      (file) => {
        rmSync(file)
        mkdirSync(file)
        writeFileSync(join(file, 'inside'), '')
      },
    ],
    ['in a folder that is open to others', (file) => chmodSync(dirname(file), 0o755)],
  ])('%s is left alone', async (_what, change) => {
    const { dsn, end, file } = await left(2)
    change(file)
    const before = files()
    const contents = before.map((path) => readFileSync(path, 'utf8'))
    const receiver = await end()
    await runs('flushes', 0, dsn)
    expect(receiver.arrived).toEqual([])
    expect(files()).toEqual(before)
    expect(before.map((path) => readFileSync(path, 'utf8'))).toEqual(contents)
  })

  it.runIf(process.getuid?.() === 0).each<[string, (file: string) => string]>([
    ['of another user', (file) => file],
    ['in a folder of another user', dirname],
    ['below a folder of another user', (file) => dirname(dirname(file))],
  ])('%s is left alone', async (_what, which) => {
    const { dsn, end, file } = await left(2)
    chownSync(which(file), 12345, 12345)
    const receiver = await end()
    await runs('flushes', 0, dsn)
    expect(receiver.arrived).toEqual([])
    expect(existsSync(file)).toBe(true)
  })

  it.each([
    ['of a process that lives', `-${process.pid}-`],
    ['of another host, which wrote a moment ago', '-elsewhere-1-'],
  ])('%s is left alone', async (_what, owner) => {
    const { dsn, end, file } = await left(2)
    const own = new RegExp(`^${hostname().replace(/\W/g, '.')}-\\d+-`)
    const host = owner.startsWith('-elsewhere') ? '' : hostname().replace(/[^\w.-]/g, '_')
    const name = basename(file).replace(own, `${host}${owner}`.replace(/^-/, ''))
    renameSync(file, join(dirname(file), name))
    const receiver = await end()
    await runs('flushes', 0, dsn)
    expect(receiver.arrived).toEqual([])
    expect(files()).toEqual([join(dirname(file), name)])
  })
})
