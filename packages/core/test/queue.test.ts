import {
  type Client,
  captureException,
  captureMessage,
  createClient,
  type Envelope,
  type EnvelopeStore,
  type Event,
  type KeptEnvelope,
  type Options,
  type StoreAccess,
} from '@mayday/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { allowOddEvents } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'
import { type Answer, barePlatform, DSN, limits, reported, scriptedReceiver } from './wire.js'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
})

const passed = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
const never = new Promise<never>(() => {})

function answered(answers: Answer[], options: Partial<Options> = {}) {
  const receiver = scriptedReceiver(...answers)
  const { client } = start({ transport: receiver.transport, ...options })
  return { ...receiver, client }
}

const crash = (message: string): string =>
  captureException(new Error(message), { mechanism: { type: 'generic', handled: false } })

const textOf = ({ message, exception }: Event): string | undefined =>
  message ?? exception?.values?.at(-1)?.value

describe('what does not fit into the queue', () => {
  it('are messages first, then handled errors, and crashes last', async () => {
    const { client, sent } = answered([never, never], {
      transportOptions: { bufferSize: 5, concurrency: 1, timeout: 1000 },
      floodControl: false,
    })
    captureMessage('under way')
    captureMessage('message 1')
    captureException(new Error('handled 1'))
    captureMessage('message 2')
    crash('crash 1')
    crash('crash 2')
    captureException(new Error('handled 2'))
    captureMessage('message 3')
    crash('crash 3')
    expect(client.stats()).toMatchObject({ pending: 5, reasons: { queue_overflow: 4 } })
    await passed(60_000)
    expect(sent.flatMap(({ event }) => textOf(event) ?? [])).toEqual([
      'under way',
      'crash 1', // was not answered in time either
      'crash 2',
      'crash 3',
      'handled 1',
      'crash 1',
      'under way',
    ])
  })

  it('is what makes it too many bytes, whatever the number', async () => {
    const { client } = answered([never], {
      transportOptions: { bufferBytes: 20_000, concurrency: 1 },
      floodControl: false,
    })
    // So few are bounded by themselves.
    for (let index = 0; index < 16; index++) captureException(new Error(`small ${index}`))
    const extra = { text: 'x'.repeat(5000) }
    for (let index = 0; index < 9; index++) captureException(new Error(`${index}`), { extra })
    const { pending, reasons } = client.stats()
    expect(pending).toBeGreaterThan(16 + 1)
    expect(pending).toBeLessThan(16 + 4)
    expect(reasons).toEqual({ queue_overflow: 25 - pending })
  })

  it('is measured with its attachments, however few wait', async () => {
    const { client } = answered([never], {
      transportOptions: { bufferBytes: 2500, concurrency: 1 },
    })
    const attachments = [{ filename: 'a', data: new Uint8Array(1000) }]
    for (let index = 0; index < 4; index++)
      client.captureMessage(`${index}`, 'info', { attachments })
    expect(client.stats()).toMatchObject({ pending: 2, reasons: { queue_overflow: 2 } })
  })

  it('is never one that is alone, however big', async () => {
    const { client } = answered([], { transportOptions: { bufferBytes: 10 } })
    const attachments = [{ filename: 'a', data: 'more than ten bytes' }]
    client.captureMessage('m', 'info', { attachments })
    await passed(0)
    expect(client.stats()).toMatchObject({ delivered: 1, dropped: 0 })
  })

  it('makes room again once it has gone', async () => {
    const { client, sent } = answered([], { transportOptions: { bufferBytes: 2500 } })
    const attachments = [{ filename: 'a', data: 'x'.repeat(1000) }]
    for (let index = 0; index < 20; index++) {
      client.captureMessage(`${index}`, 'info', { attachments })
      client.captureMessage(`${index} too`, 'info', { attachments })
      await passed(10_000)
    }
    expect(client.stats()).toMatchObject({ captured: 40, delivered: 40 })
    expect(sent).toHaveLength(40)
  })
})

describe('what travels together', () => {
  beforeEach(() => allowOddEvents('sessions are written by the test'))
  const session = (sid: string): Envelope => [{}, [[{ type: 'session' }, { sid }]]]
  const typesOf = ({ items }: { items: { headers: { type: string } }[] }): string[] =>
    items.map(({ headers }) => headers.type)

  it('is an event first, then its attachments, session updates and reports', async () => {
    const { sent, client } = answered([], {
      beforeSend: (event) => (event.message === 'no' ? null : event),
    })
    client.sendEnvelope(session('one'))
    captureMessage('no')
    client.captureMessage('yes', 'info', { attachments: [{ filename: 'a.txt', data: 'a' }] })
    client.sendEnvelope(session('two'))
    await passed(999)
    expect(sent.map(typesOf)).toEqual([['event', 'attachment', 'session', 'client_report']])
    await passed(1)
    expect(sent.slice(1).map(typesOf)).toEqual([['session']])
  })

  it('is never two events', async () => {
    const { sent } = answered([])
    captureMessage('one')
    captureMessage('two')
    await passed(0)
    expect(sent.map(typesOf)).toEqual([['event'], ['event']])
  })

  it('goes alone when somebody waits for it', async () => {
    const { sent, client } = answered([])
    client.sendEnvelope(session('one'))
    expect(await client.flush()).toBe(true)
    expect(sent.map(typesOf)).toEqual([['session']])
  })

  it('is at most a hundred updates', async () => {
    const { sent, client } = answered([])
    for (let index = 0; index < 150; index++) client.sendEnvelope(session(`${index}`))
    await passed(1000)
    expect(sent.map(({ items }) => items.length)).toEqual([100, 50])
  })

  it('leaves behind what the receiver wants none of, by name', async () => {
    const { sent, client } = answered([limits('60:attachment:key')])
    captureMessage('first')
    await passed(0)
    client.captureMessage('second', 'info', { attachments: [{ filename: 'a.txt', data: 'a' }] })
    await client.flush()
    expect(sent.map(typesOf)).toEqual([['event'], ['event'], ['client_report']])
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'ratelimit_backoff:attachment': 1 })
  })
})

describe('the receiver', () => {
  const attachments = [{ filename: 'a.txt', data: 'a' }]

  async function typesFor(options: Partial<Options>): Promise<string[][]> {
    const { sent, client } = answered([], {
      beforeSend: (event) => (event.message === 'no' ? null : event),
      ...options,
    })
    captureMessage('no')
    client.captureMessage('yes', 'info', { attachments })
    await client.flush()
    return sent.map(({ items }) => items.map(({ headers }) => headers.type))
  }

  it.each<[string, Partial<Options>, string[][]]>([
    ['Sentry', { server: 'sentry' }, [['event', 'attachment', 'client_report']]],
    ['Spotlight', { server: 'spotlight' }, [['event', 'attachment', 'client_report']]],
    ['Bugsink', { server: 'bugsink' }, [['event']]],
    ['GlitchTip', { server: 'glitchtip' }, [['event']]],
    ['a host of that name', { dsn: 'https://k@bugsink.example.org/1' }, [['event']]],
    ['any other host', {}, [['event', 'attachment', 'client_report']]],
  ])('%s is sent what it keeps', async (_what, options, types) => {
    expect(await typesFor(options)).toEqual(types)
  })

  it('that keeps no attachments leaves a drop of that name', async () => {
    const dropped: unknown[] = []
    await typesFor({
      server: 'bugsink',
      onDrop: (reason, { category, rule }) => dropped.push([reason, category, rule]),
    })
    expect(dropped).toContainEqual(['event_processor', 'attachment', 'server'])
  })

  it.each(['http://k@localhost:8969/1', 'http://k@spotlight.example:8969/1'])(
    'at %s is told the type of content that Spotlight needs',
    async (dsn) => {
      const { options } = answered([], { dsn })
      expect(options().headers).toMatchObject({ 'Content-Type': 'application/x-sentry-envelope' })
    },
  )

  it('of a wrong name is said, and counts as auto', () => {
    const { client } = answered([], { server: 'sentri' as 'sentry' })
    expect(client.getOptions().server).toBe('auto')
    expect(printed('warn').join()).toContain('server should be a auto or sentry')
  })
})

describe('a store', () => {
  /** A store in memory, as a platform would bring one. */
  function storing(answers: Answer[], isWriteAhead: boolean, options: Partial<Options> = {}) {
    const receiver = scriptedReceiver(...answers)
    const kept = new Map<string, KeptEnvelope>()
    const left: KeptEnvelope[] = []
    let access: StoreAccess | undefined
    const store: EnvelopeStore = {
      isWriteAhead,
      keep: (one) => void kept.set(one.id, one),
      remove: (id) => void kept.delete(id),
      recover() {
        for (const one of left) access?.recover(one)
      },
    }
    const open = (): Client =>
      createClient(
        { dsn: DSN, transport: receiver.transport, ...options },
        barePlatform({
          store(given) {
            access = given
            return store
          },
        }),
      )
    return { ...receiver, kept, left, open, access: () => access as StoreAccess }
  }

  it('that writes ahead has what is not settled, and nothing else', async () => {
    const { open, kept } = storing([503], true)
    const client = open()
    const id = client.captureMessage('m')
    expect([...kept.keys()]).toEqual([id])
    await passed(100)
    expect([...kept.keys()]).toEqual([id])
    await passed(500)
    expect(kept.size).toBe(0)
    expect(client.stats()).toMatchObject({ delivered: 1 })
  })

  it('that does not has what has failed and what waits for the receiver since', async () => {
    const { open, kept } = storing([200, 503], false, { transportOptions: { concurrency: 1 } })
    const client = open()
    client.captureMessage('arrives')
    await passed(0)
    const ids = ['fails', 'waits behind it'].map((text) => client.captureMessage(text))
    expect(kept.size).toBe(0)
    await passed(0)
    expect([...kept.keys()].sort()).toEqual(ids.sort())
    ids.push(client.captureMessage('comes later'))
    expect([...kept.keys()].sort()).toEqual(ids.sort())
    await passed(1000)
    expect(kept.size).toBe(0)
    client.captureMessage('arrives too')
    expect(kept.size).toBe(0)
  })

  it('that does not has what is pending when it is told to', async () => {
    const { open, kept, access } = storing([never], false)
    const client = open()
    const pending = client.captureMessage('is under way')
    expect(kept.size).toBe(0)
    access().keepAll()
    expect([...kept.keys()]).toEqual([pending])
  })

  it('may learn that another client has taken something over: then it is in the books of that one', async () => {
    const { open, access, sent } = storing(['silence', never], false)
    const client = open()
    const ids = ['first', 'second'].map((text) => client.captureMessage(text))
    await passed(0)
    access().takenOver('nobody knows')
    access().takenOver(ids[0] as string)
    expect(client.stats()).toMatchObject({ captured: 1, pending: 1, dropped: 0 })
    await passed(20_000)
    expect(sent.map(({ event }) => event.message)).toEqual(['first', 'second'])
  })

  it('may say why something is lost', () => {
    const { open, access } = storing([], false)
    const client = open()
    access().lost(2, 'cache_overflow')
    expect(client.stats()).toMatchObject({ captured: 2, reasons: { cache_overflow: 2 } })
  })

  it('hands over what an earlier run has left, which is sent, counted and removed', async () => {
    const { open, kept, left, sent } = storing([], true)
    const at = Date.now() - 3_600_000
    const envelope: Envelope = [
      { event_id: 'a'.repeat(32) },
      [[{ type: 'event' }, { event_id: 'a'.repeat(32), message: 'left', timestamp: at / 1000 }]],
    ]
    allowOddEvents('the envelope is written by the test')
    left.push({ id: 'a'.repeat(32), at, envelope })
    for (const one of left) kept.set(one.id, one)
    const client = open()
    await passed(0)
    expect(sent.map(({ event, headers }) => [event.message, headers.sent_at])).toEqual([
      ['left', new Date().toISOString()],
    ])
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1, pending: 0 })
    expect(kept.size).toBe(0)
  })

  it('says what nobody can read any more, which is counted', () => {
    const { open, access } = storing([], true)
    const client = open()
    access().lost(3)
    expect(client.stats()).toMatchObject({
      captured: 3,
      dropped: 3,
      reasons: { internal_sdk_error: 3 },
      rules: { store: 3 },
    })
  })

  it('is given nothing before consent, and everything then', async () => {
    const { open, kept } = storing([never], true, { consent: 'pending' })
    const client = open()
    client.captureMessage('m')
    expect(kept.size).toBe(0)
    client.setConsent('granted')
    expect(kept.size).toBe(1)
  })

  it('loses what may not be sent after all', () => {
    const { open, kept } = storing([never], true)
    const client = open()
    client.captureMessage('under way')
    for (let index = 0; index < 20; index++) client.captureMessage(`m ${index}`)
    expect(kept.size).toBe(21)
    client.setConsent('denied')
    expect(client.stats().pending).toBe(8)
    expect(kept.size).toBe(8)
  })

  it('can end a pause', async () => {
    const { open, sent, access } = storing(Array<Answer>(8).fill('silence'), true)
    const client = open()
    client.captureMessage('m')
    await passed(31_000)
    expect(sent).toHaveLength(7)
    access().retry()
    await passed(0)
    access().retry()
    await passed(0)
    expect(client.stats()).toMatchObject({ delivered: 1 })
  })

  it('learns when the client closes', async () => {
    const { open, access } = storing([], true)
    const client = open()
    const onClose = vi.fn()
    access().onClose(onClose)
    expect(onClose).not.toHaveBeenCalled()
    await client.close()
    expect(onClose).toHaveBeenCalledOnce()
  })

  it('learns what was sent by other means', async () => {
    const { open, kept, sent } = storing([never], true)
    const client = open()
    client.captureMessage('m')
    const [envelope] = client.pendingEnvelopes() as [Envelope]
    client.answered(envelope, { statusCode: 503 })
    expect(client.stats()).toMatchObject({ pending: 1 })
    client.answered(envelope, { statusCode: 200 })
    expect(client.stats()).toMatchObject({ pending: 0, delivered: 1 })
    expect(kept.size).toBe(0)
    await passed(100_000)
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1, dropped: 0 })
    expect(sent).toHaveLength(1)
  })

  it('that throws when it is made leaves the client without one', async () => {
    const receiver = scriptedReceiver()
    const client = createClient(
      { dsn: DSN, transport: receiver.transport },
      barePlatform({
        store: () => {
          throw new Error('no place')
        },
      }),
    )
    client.captureMessage('m')
    await passed(0)
    expect(client.stats()).toMatchObject({ delivered: 1 })
  })
})

describe('an envelope made by hand', () => {
  it('of what is no JSON does not throw, and keeps nothing else waiting', async () => {
    allowOddEvents('no JSON')
    const { client, sent } = answered([])
    for (let index = 0; index < 20; index++) {
      client.sendEnvelope([{}, [[{ type: 'check_in' }, { index: 1n }]]])
    }
    captureMessage('m')
    await passed(0)
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1 })
    await client.flush()
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'send_error:monitor': 20 })
  })
})

describe('an attempt', () => {
  it('has not failed because the program stood still while the answer came', async () => {
    vi.useRealTimers()
    const { client, sent } = answered(
      [new Promise((resolve) => setTimeout(() => resolve({ statusCode: 200 }), 320))],
      { transportOptions: { timeout: 300 } },
    )
    captureMessage('m')
    const until = Date.now() + 400
    while (Date.now() < until);
    await client.flush()
    expect(sent).toHaveLength(1)
    expect(client.stats()).toMatchObject({ delivered: 1 })
  })
})

describe('flush', () => {
  it('without a limit has that of shutdownTimeout', async () => {
    const { client } = answered(Array<Answer>(100).fill('silence'), { shutdownTimeout: 700 })
    captureMessage('m')
    const flushed = client.flush()
    await passed(699)
    expect(await Promise.race([flushed, Promise.resolve('waiting')])).toBe('waiting')
    await passed(1)
    expect(await flushed).toBe(false)
    expect(client.stats()).toMatchObject({ pending: 1 })
  })
})
