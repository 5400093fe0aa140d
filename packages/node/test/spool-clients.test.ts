import {
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createMemoryReceiver } from '@mayday/core/testing'
import {
  type Client,
  createClient,
  init,
  NodeClient,
  type NodeOptions,
  type Transport,
  type TransportResponse,
} from '@mayday/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { started } from './setup.js'

const DSN = 'https://public@receiver.example/1'
const MINUTE = 60_000

let folder: string
const clients: Client[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mayday-clients-'))
  vi.useFakeTimers()
})
afterEach(async () => {
  // Else their listeners stay until these are at an end.
  const ends = clients.splice(0).map((client) => client.close(1))
  await Promise.all([...ends, vi.advanceTimersByTimeAsync(5000)])
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

interface Answers {
  /** What the receiver says to the next envelopes; nothing stands for silence. */
  answer: TransportResponse | undefined
  messages: unknown[]
}

/** A client whose receiver answers as the test says; at first not at all. */
function opened(options: Partial<NodeOptions> = {}): { client: Client } & Answers {
  const receiver: Answers = { answer: undefined, messages: [] }
  const transport = (): Transport => ({
    async send([, items]) {
      if (!receiver.answer) return new Promise(() => {})
      const [, payload] = items[0] as [unknown, { message?: string }]
      receiver.messages.push(payload.message)
      return receiver.answer
    },
    flush: async () => true,
  })
  const given = { dsn: DSN, transport, spool: folder, defaultIntegrations: false as const }
  const client = createClient({ ...given, floodControl: false, ...options })
  clients.push(client)
  return Object.assign(receiver, { client })
}

function files(): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  // From Node 22 on links are followed.
  return [...new Set(paths.map((path) => realpathSync(path)))]
}

function theFile(): string {
  expect(files()).toHaveLength(1)
  return files()[0] as string
}

/** Gives the file the name that such a process would have given it. */
function owned(file: string, host: string, pid: number, made: number): string {
  const name = join(dirname(file), `${host}-${pid}-${made.toString(36)}-0123abcd.spool`)
  renameSync(file, name)
  return name
}

const here = hostname().replace(/[^\w.-]/g, '_')
const ids = (file: string): number => readFileSync(file, 'utf8').split('"id"').length - 1

describe('the file of a client', () => {
  it('is not taken by another of the same process, be it closed', async () => {
    const first = opened()
    first.client.captureMessage('m')
    const file = theFile()
    void first.client.close(1)
    await vi.advanceTimersByTimeAsync(10)
    const second = opened()
    expect(second.client.stats()).toMatchObject({ captured: 0 })
    second.client.captureMessage('n')
    expect(files()).toHaveLength(2)
    expect(ids(file)).toBe(1)
  })

  it('is there with every way to make one', () => {
    const transport = (): Transport => ({
      send: () => new Promise(() => {}),
      flush: async () => true,
    })
    const options = { dsn: DSN, transport, spool: folder, defaultIntegrations: false as const }
    started(init(options)).captureMessage('m')
    started(new NodeClient(options)).captureMessage('m')
    started(createClient(options)).captureMessage('m')
    expect(files()).toHaveLength(3)
  })

  it('is removed when the last of a closed client has arrived', async () => {
    const receiver = opened({ transportOptions: { timeout: 1000 } })
    receiver.client.captureMessage('m')
    void receiver.client.close(1)
    await vi.advanceTimersByTimeAsync(10)
    expect(ids(theFile())).toBe(1)
    receiver.answer = { statusCode: 200 }
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(receiver.messages).toEqual(['m'])
    expect(files()).toEqual([])
  })

  it('is emptied when nothing is left to be sent, and removed when that stays so', async () => {
    const receiver = opened()
    receiver.answer = { statusCode: 200 }
    receiver.client.captureMessage('m')
    expect(ids(theFile())).toBe(1)
    await vi.advanceTimersByTimeAsync(10)
    expect(statSync(theFile()).size).toBe(0)
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(files()).toEqual([])
    receiver.answer = undefined
    receiver.client.captureMessage('later')
    expect(ids(theFile())).toBe(1)
  })

  it('does not grow with what is delivered while one has to wait', async () => {
    const receiver = opened()
    receiver.client.captureMessage('waits')
    receiver.answer = { statusCode: 200 }
    const attachments = [{ filename: 'big', data: 'x'.repeat(400_000) }]
    for (let index = 0; index < 20; index++) {
      receiver.client.captureMessage(`${index}`, 'info', { attachments })
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(receiver.client.stats()).toMatchObject({ delivered: 20, pending: 1 })
    expect(statSync(theFile()).size).toBeLessThan(2_000_000)
    expect(readFileSync(theFile(), 'utf8')).toContain('"message":"waits"')
  })

  it('says that it is in use as long as something is in it', async () => {
    const { client } = opened({ transportOptions: { timeout: 10 * MINUTE } })
    client.captureMessage('m')
    const file = theFile()
    utimesSync(file, new Date(0), new Date(0))
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(Math.round(statSync(file).mtimeMs)).toBe(Date.now())
  })

  it('is made anew when somebody has taken it from a process that slept', async () => {
    const { client } = opened({ transportOptions: { timeout: 10 * MINUTE } })
    client.captureMessage('m')
    const file = theFile()
    rmSync(file)
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(basename(theFile())).not.toBe(basename(file))
    expect(ids(theFile())).toBe(1)
  })

  it('is written through no link, should anybody know its name', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const place = join(folder, DSN.replace(/[^\w.-]/g, '_'))
    const name = `${here}-${process.pid}-${Date.now().toString(36)}-00000000.spool`
    opened().client.captureMessage('makes the folder')
    expect(theFile()).toBe(join(place, name))
    rmSync(theFile())
    symlinkSync(join(folder, 'target'), join(place, name))
    const { client } = opened()
    client.captureMessage('m')
    expect(existsSync(join(folder, 'target'))).toBe(false)
    expect(client.stats()).toMatchObject({ pending: 1 })
  })

  it('is made as soon as that is possible, if not at once', async () => {
    writeFileSync(join(folder, 'no'), '')
    const { client } = opened({ spool: join(folder, 'no') })
    client.captureMessage('m')
    rmSync(join(folder, 'no'))
    client.captureMessage('one that waits in memory')
    expect(files()).toEqual([])
    await vi.advanceTimersByTimeAsync(MINUTE)
    client.captureMessage('n')
    expect(ids(theFile())).toBe(1)
  })

  it('holds what was captured before consent once that is given', () => {
    const { client } = opened({ consent: 'pending' })
    client.captureMessage('m')
    expect(files()).toEqual([])
    client.setConsent('granted')
    expect(ids(theFile())).toBe(1)
  })
})

describe('a file that was left', () => {
  /** The file of a client that is no more. */
  function left(host: string, pid: number, made: number): string {
    opened().client.captureMessage('left')
    vi.clearAllTimers()
    return owned(theFile(), host, pid, made)
  }

  it('by a process that had our number before us is taken over: containers start with the same', async () => {
    left(here, process.pid, Math.round(Date.now() - process.uptime() * 1000) - MINUTE)
    const receiver = opened()
    expect(receiver.client.stats()).toMatchObject({ captured: 1, pending: 1 })
  })

  it('by a process whose number another has now is taken over after ten minutes of silence', () => {
    const file = left(here, process.ppid, Date.now())
    expect(opened().client.stats()).toMatchObject({ captured: 0 })
    const then = new Date(Date.now() - 11 * MINUTE)
    utimesSync(file, then, then)
    expect(opened().client.stats()).toMatchObject({ captured: 1 })
  })

  it('on another host is taken over once that is silent, though nobody starts then', async () => {
    const file = left('elsewhere', 1, Date.now())
    const receiver = opened()
    receiver.answer = { statusCode: 200 }
    expect(receiver.client.stats()).toMatchObject({ captured: 0 })
    const then = new Date(Date.now() - MINUTE)
    utimesSync(file, then, then)
    await vi.advanceTimersByTimeAsync(9 * MINUTE)
    expect(receiver.messages).toEqual([])
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(receiver.messages).toEqual(['left'])
    expect(existsSync(file)).toBe(false)
  })

  it('is taken over by nobody else, and looked for no more, once the client is closed', async () => {
    const file = left('elsewhere', 1, Date.now())
    const receiver = opened()
    receiver.answer = { statusCode: 200 }
    const then = new Date(Date.now() - MINUTE)
    utimesSync(file, then, then)
    void receiver.client.close(1)
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(receiver.messages).toEqual([])
    expect(existsSync(file)).toBe(true)
  })

  it('stays on disk under the name of its heir until it is sent', async () => {
    const file = left(here, process.pid, 0)
    const receiver = opened({ transportOptions: { timeout: 1000 } })
    expect(existsSync(file)).toBe(false)
    expect(ids(theFile())).toBe(1)
    expect(opened().client.stats()).toMatchObject({ captured: 0 })
    receiver.answer = { statusCode: 200 }
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(receiver.messages).toEqual(['left'])
    expect(files().map((one) => statSync(one).size)).toEqual([0])
  })

  it('waits on disk for consent, and is thrown away without it', () => {
    left(here, process.pid, 0)
    const { client } = opened({ consent: 'pending' })
    expect(client.stats()).toMatchObject({ captured: 1, pending: 1 })
    expect(ids(theFile())).toBe(1)
    client.setConsent('denied')
    expect(client.stats()).toMatchObject({ dropped: 1, rules: { consent: 1 } })
    expect(statSync(theFile()).size).toBe(0)
  })

  it('twice, as who died in the middle of taking over does, is sent once', async () => {
    const file = left(here, process.pid, 0)
    writeFileSync(file.replace('0123abcd', 'abcd0123'), readFileSync(file), { mode: 0o600 })
    const receiver = opened({ transportOptions: { timeout: 1000 } })
    expect(receiver.client.stats()).toMatchObject({ captured: 1, pending: 1 })
    expect(files()).toHaveLength(1)
  })
})

describe('the option spool', () => {
  const place = process.env.TMPDIR

  beforeEach(() => {
    process.env.TMPDIR = folder
  })
  afterEach(() => {
    process.env.TMPDIR = place
  })

  it.each([undefined, null, '', true, 42, {}])('of %o is the default', (spool) => {
    opened({ spool: spool as false }).client.captureMessage('m')
    expect(dirname(dirname(theFile()))).toBe(join(folder, `mayday-${process.getuid?.()}`))
  })

  it('leaves no folder of a receiver behind once all is settled, and makes it again', async () => {
    const one = opened()
    one.answer = { statusCode: 200 }
    one.client.captureMessage('m')
    expect(files()).toHaveLength(1)
    const closed = one.client.close(100)
    await vi.advanceTimersByTimeAsync(200)
    expect(await closed).toBe(true)
    expect(readdirSync(folder)).toEqual([])
    opened().client.captureMessage('m')
    expect(files()).toHaveLength(1)
  })

  it('of false keeps events in memory', () => {
    opened({ spool: false }).client.captureMessage('m')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is off for the receiver in memory of the test kit', async () => {
    const memory = createMemoryReceiver()
    memory.answerWith(0)
    const client = started(init({ ...memory.options }))
    client.captureMessage('m')
    expect(client.stats()).toMatchObject({ pending: 1 })
    expect(readdirSync(folder)).toEqual([])
  })

  it.runIf(process.getuid?.() === 0)('follows a link of ours, and none of somebody else', () => {
    const link = join(folder, 'link')
    mkdirSync(join(folder, 'target'))
    symlinkSync(join(folder, 'target'), link)
    opened({ spool: link }).client.captureMessage('m')
    expect(theFile()).toContain('/target/')
    lchownSync(link, 12345, 12345)
    opened({ spool: link }).client.captureMessage('m')
    expect(files()).toHaveLength(1)
  })
})
