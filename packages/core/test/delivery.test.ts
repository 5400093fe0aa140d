import {
  type Client,
  captureException,
  captureMessage,
  createClient,
  createTransport,
  type DsnComponents,
  type Envelope,
  type Event,
  envelopeUrl,
  type ItemType,
  type Options,
  serializeEnvelope,
  type TransportOptions,
} from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { allowOddEvents } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'
import { type Answer, barePlatform, DSN, limits, reported, scriptedReceiver } from './wire.js'

const HEX = /^[0-9a-f]{32}$/

beforeEach(() => {
  vi.useFakeTimers()
  // Half of the longest pause each time: jitter would make the tests guess.
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
})

/** A client whose receiver gives these answers in turn, then 200 for ever. */
function answered(answers: Answer[], options: Partial<Options> = {}) {
  const receiver = scriptedReceiver(...answers)
  const { client } = start({ transport: receiver.transport, ...options })
  return { ...receiver, client }
}

const BY_HAND = 'the envelope is written by the test'
const ALL_STEPS = [
  ...['extra', 'frame details', 'middle frames', 'contexts'],
  ...['tags', 'all but the error'],
]
const passed = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

describe('the bytes of an envelope', () => {
  it('hold the event, with headers that every receiver reads', async () => {
    const { sent } = answered([], { environment: 'staging', release: 'shop@1.2' })
    const id = captureException(new Error('häß\nline two'))
    await passed(0)
    const [{ headers, items }] = sent as [(typeof sent)[0]]
    expect(headers).toEqual({
      event_id: id,
      sent_at: new Date().toISOString(),
      sdk: { name: 'mayday.javascript.core', version: expect.any(String) },
      trace: {
        trace_id: expect.stringMatching(HEX),
        public_key: 'public',
        environment: 'staging',
        release: 'shop@1.2',
      },
    })
    expect(items.map((item) => item.headers.type)).toEqual(['event'])
    expect(sent[0]?.event).toMatchObject({
      event_id: id,
      timestamp: Date.now() / 1000,
      exception: { values: [{ value: 'häß\nline two' }] },
    })
    expect(sent[0]?.event.contexts?.trace?.trace_id).toBe(
      (headers.trace as { trace_id: string }).trace_id,
    )
  })

  it('wrap breadcrumbs as receivers read them, and never the internals', async () => {
    const { sent, client } = answered([])
    client.captureEvent({
      message: 'm',
      breadcrumbs: [{ message: 'b' }],
      sdkProcessingMetadata: { secret: 1 },
    })
    await passed(0)
    const event = JSON.parse(sent[0]?.items[0]?.text ?? '') as Record<string, unknown>
    expect(event.breadcrumbs).toEqual({ values: [{ message: 'b' }] })
    expect(event).not.toHaveProperty('sdkProcessingMetadata')
  })

  it('carry a client report behind the event', async () => {
    const { sent } = answered([], {
      beforeSend: (event) => (event.message === 'no' ? null : event),
    })
    captureMessage('no')
    captureMessage('yes')
    await passed(0)
    expect(sent).toHaveLength(1)
    expect(sent[0]?.items.map((item) => item.headers.type)).toEqual(['event', 'client_report'])
    expect(JSON.parse(sent[0]?.items[1]?.text ?? '')).toEqual({
      timestamp: Date.now() / 1000,
      discarded_events: [{ reason: 'before_send', category: 'error', quantity: 1 }],
    })
  })

  it.each<[string, Envelope, string]>([
    ['no items', [{}, []], '{}'],
    [
      'a text payload, with its length in bytes',
      [{}, [[{ type: 'attachment' }, 'häß']]],
      '{}\n{"type":"attachment","length":5}\nhäß',
    ],
    [
      'a payload that ends in a line feed',
      [
        {},
        [
          [{ type: 'attachment' }, 'hello\n'],
          [{ type: 'event' }, { message: 'm' }],
        ],
      ],
      '{}\n{"type":"attachment","length":6}\nhello\n\n{"type":"event"}\n{"message":"m"}',
    ],
    [
      'an empty payload',
      [{}, [[{ type: 'attachment', filename: 'e' }, '']]],
      '{}\n{"type":"attachment","filename":"e","length":0}\n',
    ],
  ])('write %s', (_what, envelope, text) => {
    allowOddEvents(BY_HAND)
    expect(serializeEnvelope(envelope)).toBe(text)
    expect(parseEnvelope(text).items).toHaveLength(envelope[1].length)
  })

  it('keep binary payloads as they are', () => {
    allowOddEvents(BY_HAND)
    const bytes = new Uint8Array([0, 10, 255, 13, 10])
    const written = serializeEnvelope([
      { event_id: 'a'.repeat(32) },
      [
        [{ type: 'attachment', filename: 'ä' }, bytes],
        [{ type: 'event' }, { message: 'ß' }],
      ],
    ]) as Uint8Array
    expect(written).toBeInstanceOf(Uint8Array)
    const at = written.indexOf(0)
    expect([...written.subarray(at, at + 5)]).toEqual([...bytes])
    const [, last] = new TextDecoder().decode(written).split('\n{"type":"event"}\n')
    expect(last).toBe('{"message":"ß"}')
  })

  it('hold no half characters, which strict receivers refuse the whole event for', () => {
    allowOddEvents(BY_HAND)
    const text = serializeEnvelope([
      {},
      [[{ type: 'event' }, { message: 'half \ud83d, whole 😀, spelled \\ud83d, \udc00' }]],
    ]) as string
    expect(text).toContain('half \ufffd, whole 😀, spelled \\\\ud83d, \ufffd')
  })
})

describe('where an envelope goes', () => {
  function optionsFor(
    options: Partial<Options>,
    platform: Parameters<typeof barePlatform>[0] = {},
  ) {
    const receiver = scriptedReceiver()
    const client = createClient(
      { dsn: DSN, transport: receiver.transport, ...options },
      barePlatform(platform),
    )
    return { ...receiver, client, given: receiver.options() }
  }
  const query = 'sentry_version=7&sentry_key=abc&sentry_client=mayday.javascript.test%2F1.2.3'

  it.each([
    ['https://abc@host.example/1', `https://host.example/api/1/envelope/?${query}`],
    [
      'http://abc:def@127.0.0.1:9000/sub/dir/42',
      `http://127.0.0.1:9000/sub/dir/api/42/envelope/?${query}&sentry_secret=def`,
    ],
    ['https://abc@[::1]:8000/4', `https://[::1]:8000/api/4/envelope/?${query}`],
  ])('is said by the DSN %s, with who sends in the query', (dsn, url) => {
    const { given } = optionsFor({ dsn })
    expect(given.url).toBe(url)
    expect(given.headers).toEqual({})
  })

  const addressByHeader = (dsn: DsnComponents, sender: string) => ({
    url: envelopeUrl(dsn),
    headers: { 'X-Key': `${dsn.publicKey}:${dsn.pass} ${sender}` },
  })

  it('is said without a query where the platform can set headers', () => {
    const { given } = optionsFor(
      { dsn: 'https://abc:def@host.example/1', transportOptions: { headers: { 'X-Own': 'yes' } } },
      { address: addressByHeader },
    )
    expect(given.url).toBe('https://host.example/api/1/envelope/')
    expect(given.headers).toEqual({
      'X-Own': 'yes',
      'X-Key': 'abc:def mayday.javascript.test/1.2.3',
    })
  })

  it.each([{}, { address: addressByHeader }])(
    'is a tunnel without authentication (%o), that reads the DSN from the envelope',
    async (platform) => {
      const { given, client, sent } = optionsFor(
        { dsn: 'https://abc:def@host.example/sub/1', tunnel: '/errors' },
        platform,
      )
      expect(given.url).toBe('/errors')
      expect(given.headers).toEqual({})
      client.captureMessage('m')
      await passed(0)
      expect(sent[0]?.headers.dsn).toBe('https://abc@host.example/sub/1')
    },
  )

  it('names no DSN in the envelope without a tunnel', async () => {
    const { client, sent } = optionsFor({})
    client.captureMessage('m')
    await passed(0)
    expect(sent).toHaveLength(1)
    expect(sent[0]?.headers).not.toHaveProperty('dsn')
  })
})

describe('createTransport', () => {
  const options: TransportOptions = { url: 'https://host.example/', recordDroppedEvent() {} }
  const envelope: Envelope = [{}, [[{ type: 'event' }, { message: 'm' }]]]
  beforeEach(() => allowOddEvents(BY_HAND))

  it('hands the bytes to the request and its answer back', async () => {
    const bodies: unknown[] = []
    const transport = createTransport(options, async ({ body }) => {
      bodies.push(body)
      return { statusCode: 201 }
    })
    expect(await transport.send(envelope)).toEqual({ statusCode: 201 })
    expect(bodies).toEqual(['{}\n{"type":"event"}\n{"message":"m"}'])
  })

  it('rejects, and never throws, when the request throws', async () => {
    const transport = createTransport(options, () => {
      throw new Error('no network')
    })
    await expect(transport.send(envelope)).rejects.toThrow('no network')
    expect(await transport.flush()).toBe(true)
  })

  it('is flushed once nothing is under way', async () => {
    let answer = (_response: { statusCode: number }): void => {}
    const transport = createTransport(options, () => new Promise((resolve) => (answer = resolve)))
    const sending = transport.send(envelope)
    const tooEarly = transport.flush(20)
    await passed(20)
    expect(await tooEarly).toBe(false)
    const patient = transport.flush()
    answer({ statusCode: 200 })
    expect(await patient).toBe(true)
    await sending
  })
})

describe('another attempt', () => {
  it.each<[string, Answer]>([
    ['no answer', 'silence'],
    ['502', 502],
    ['503', 503],
    ['504', 504],
  ])('follows %s, with the same event and a fresh time', async (_what, answer) => {
    const { sent, client } = answered([answer])
    const id = captureMessage('m')
    await passed(0)
    expect(sent).toHaveLength(1)
    expect(client.stats()).toMatchObject({ pending: 1, delivered: 0, dropped: 0 })
    await passed(1000)
    expect(sent).toHaveLength(2)
    expect(sent.map(({ headers }) => headers.event_id)).toEqual([id, id])
    expect(sent.map(({ headers }) => headers.sent_at)).toEqual(
      sent.map(({ at }) => new Date(at).toISOString()),
    )
    expect(sent[1]?.at).toBeGreaterThan(sent[0]?.at as number)
    expect(client.stats()).toMatchObject({ pending: 0, delivered: 1, dropped: 0 })
  })

  it.each([400, 401, 403, 404, 500, 501])('never follows %i', async (status) => {
    const { sent, client } = answered([status])
    captureMessage('m')
    await passed(60_000)
    expect(sent.filter(({ event }) => event.message)).toHaveLength(1)
    expect(client.stats()).toMatchObject({ pending: 0, reasons: { send_error: 1 } })
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'send_error:error': 1 })
  })

  it('follows 413 once, with the error and nothing that made it big', async () => {
    const { sent, client } = answered([413, 200], { release: '1.0' })
    captureException(new TypeError('big'), {
      extra: { list: 'x'.repeat(5000) },
      tags: { a: 'b' },
      contexts: { app: { name: 'left out' } },
    })
    await passed(60_000)
    const [first, second] = sent.map(({ event }) => event)
    expect(sent).toHaveLength(2)
    expect(second?.event_id).toBe(first?.event_id)
    expect(second).toMatchObject({
      timestamp: first?.timestamp,
      level: 'error',
      release: '1.0',
      contexts: { mayday: { shed: ALL_STEPS }, trace: first?.contexts?.trace },
      exception: { values: [{ type: 'TypeError', value: 'big' }] },
    })
    expect(second?.exception?.values?.[0]?.stacktrace?.frames?.length).toBeGreaterThan(0)
    for (const part of ['extra', 'tags']) expect(second).not.toHaveProperty(part)
    expect(client.stats()).toMatchObject({ delivered: 1, dropped: 0, pending: 0 })
  })

  it('does not follow a second 413', async () => {
    const { sent, client } = answered([413, 413, 200])
    captureMessage('m')
    await passed(60_000)
    expect(sent.filter(({ event }) => event.message)).toHaveLength(2)
    expect(client.stats()).toMatchObject({ pending: 0, reasons: { send_error: 1 } })
  })

  it('comes later and later, up to a quarter of an hour, and ends after a week', async () => {
    const { sent, client } = answered(Array<Answer>(5000).fill('silence'))
    captureMessage('m')
    await passed(3_600_000)
    const times = sent.map(({ at }) => at)
    const pauses = times.slice(1).map((at, index) => at - (times[index] as number))
    const doubling = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256]
    expect(pauses.map((ms) => ms / 1000)).toEqual([...doubling, ...Array(6).fill(450)].slice(0, 17))
    await passed(6 * 86_400_000)
    expect(client.stats()).toMatchObject({ pending: 1 })
    await passed(86_400_000)
    expect(client.stats()).toMatchObject({ pending: 0, reasons: { network_error: 1 } })
  })

  it('is not made for ever for one envelope while others get through', async () => {
    const { sent, client } = answered([], {
      transport: (options) =>
        createTransport(options, async ({ body }) => ({
          statusCode: String(body).includes('poison') ? 503 : 200,
        })),
    })
    captureMessage('poison')
    for (let index = 0; index < 60; index++) {
      captureMessage(`other ${index}`)
      await passed(10_000)
    }
    expect(sent).toEqual([])
    expect(client.stats()).toMatchObject({ delivered: 60, pending: 0, reasons: { send_error: 1 } })
  })

  it('is made at once for something new when the last failure is long ago', async () => {
    const { sent, client } = answered(Array<Answer>(9).fill('silence'))
    captureMessage('early')
    await passed(70_000)
    expect(sent).toHaveLength(9)
    captureMessage('soon after the last failure')
    await passed(25_000)
    expect(sent).toHaveLength(9)
    captureMessage('later')
    await passed(0)
    expect(client.stats()).toMatchObject({ delivered: 3 })
  })

  it('waits for no answer longer than the limit, and takes a late one for none', async () => {
    let answer = (_response: { statusCode: number }): void => {}
    const late = new Promise<{ statusCode: number }>((resolve) => (answer = resolve))
    const { sent, client } = answered([late], { transportOptions: { timeout: 3000 } })
    captureMessage('m')
    await passed(2999)
    expect(sent).toHaveLength(1)
    await passed(1 + 250)
    expect(sent).toHaveLength(2)
    answer({ statusCode: 400 })
    await passed(0)
    expect(client.stats()).toMatchObject({ delivered: 1, dropped: 0, pending: 0 })
  })

  it('is made by one envelope alone after a failure, and by all once it got through', async () => {
    const { sent } = answered(['silence', 'silence', 'silence', 'silence'])
    captureMessage('one')
    captureMessage('two')
    captureMessage('three')
    await passed(0)
    expect(sent).toHaveLength(3)
    await passed(250)
    expect(sent).toHaveLength(4)
    await passed(60_000)
    expect(sent.slice(4).map(({ event }) => event.message)).toHaveLength(3)
  })

  it('follows a failure however long consent took', async () => {
    const { sent, client } = answered([503], { consent: 'pending' })
    captureMessage('kept')
    await passed(3_600_000)
    client.setConsent('granted')
    await passed(1000)
    expect(sent).toHaveLength(2)
    expect(client.stats()).toMatchObject({ delivered: 1, dropped: 0, pending: 0 })
  })

  it('does not count a drop twice, though its report had to be sent again', async () => {
    const { sent, client } = answered([400, 'silence', 'silence', 503])
    captureMessage('refused')
    await passed(120_000)
    expect(client.stats()).toMatchObject({ reasons: { send_error: 1 } })
    expect(sent).toHaveLength(5)
    const arrived = sent.filter(({ status }) => status === 200)
    expect(reported(arrived.map(({ body }) => body))).toEqual({ 'send_error:error': 1 })
  })

  it.each<[string, Answer]>([
    ['names other data', limits('60:transaction:key', 429)],
    ['names no time', limits(null, 429, '0')],
    ['names a time that has passed', limits(null, 429, 'Wed, 21 Oct 2015 07:28:00 GMT')],
  ])('pauses after a 429 that %s', async (_what, answer) => {
    const { sent, client } = answered(Array<Answer>(3).fill(answer))
    captureMessage('m')
    await passed(0)
    expect(sent).toHaveLength(1)
    await passed(5000)
    expect(sent).toHaveLength(4)
    expect(client.stats()).toMatchObject({ delivered: 1 })
  })
})

describe('the queue', () => {
  const never = new Promise<never>(() => {})

  it('refuses what is beyond its size, for a reason', async () => {
    let answer = (_response: { statusCode: number }): void => {}
    const slow = new Promise<{ statusCode: number }>((resolve) => (answer = resolve))
    const { client, sent } = answered([slow], { transportOptions: { bufferSize: 2 } })
    for (const message of ['one', 'two', 'three', 'four']) captureMessage(message)
    await passed(0)
    expect(client.stats()).toMatchObject({
      captured: 4,
      delivered: 1,
      pending: 1,
      dropped: 2,
      reasons: { queue_overflow: 2 },
    })
    answer({ statusCode: 200 })
    await passed(60_000)
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'queue_overflow:error': 2 })
  })

  it('has so many requests under way at once, and no more', async () => {
    const receiver = scriptedReceiver(...Array<Answer>(9).fill(never))
    const client = createClient(
      { dsn: DSN, transport: receiver.transport },
      barePlatform({ concurrency: 2 }),
    )
    for (let index = 0; index < 5; index++) client.captureMessage(`message ${index}`)
    await passed(1000)
    expect(receiver.sent).toHaveLength(2)
    expect(client.stats().pending).toBe(5)
    expect(
      client.pendingEnvelopes().map(([, [item]]) => (item?.[1] as Event | undefined)?.message),
    ).toEqual(['message 0', 'message 1', 'message 2', 'message 3', 'message 4'])
  })
})

describe('rate limits', () => {
  const kinds: ItemType[] = ['event', 'transaction', 'check_in', 'attachment']
  const all = (seconds: number) => kinds.map(() => seconds)
  beforeEach(() => allowOddEvents(BY_HAND))

  /** After these answers, how many seconds each kind of item waits. */
  async function waits(answers: Answer[]): Promise<number[]> {
    const receiver = scriptedReceiver(...answers)
    const client = createClient({ dsn: DSN, transport: receiver.transport }, barePlatform())
    // Reports are never limited, so they always reach the answers.
    for (const _answer of [...answers]) {
      client.sendEnvelope([{}, [[{ type: 'client_report' }, { timestamp: 0 }]]])
      void client.flush()
      await passed(0)
    }
    const since = Date.now()
    const before = receiver.sent.length
    for (const type of kinds) client.sendEnvelope([{}, [[{ type }, { marked: true }]]])
    await passed(280_000)
    return kinds.map((kind) => {
      const one = receiver.sent
        .slice(before)
        .find(({ items }) => items[0]?.headers.type === kind && items[0].text.includes('marked'))
      return ((one?.at ?? Number.NaN) - since) / 1000
    })
  }

  const soon = new Date(Date.UTC(2030, 0, 1, 0, 0, 10)).toUTCString()
  const past = 'Wed, 21 Oct 2015 07:28:00 GMT'

  it.each<[string, Answer[], number[]]>([
    ['30:error:key', [limits('30:error:key')], [30, 0, 0, 0]],
    [
      'two limits at once',
      [limits('30:error;transaction:organization:quota, 90::project')],
      all(90),
    ],
    ['12.5:attachment:key', [limits('12.5:attachment:key')], [0, 0, 0, 12.5]],
    ['only unknown data', [limits('30:nonsense:key')], all(0)],
    ['a comma too many', [limits('30:monitor:key,')], [0, 0, 30, 0]],
    ['some unknown data', [limits('30:nonsense;monitor:key')], [0, 0, 30, 0]],
    ['no time', [limits(':error:key')], [60, 0, 0, 0]],
    ['a time that is none', [limits('x:error:key')], [60, 0, 0, 0]],
    [
      'a shorter time than before',
      [limits('200:error:key'), limits('30:error:key')],
      [200, 0, 0, 0],
    ],
    [
      'a longer time than before',
      [limits('30:error:key'), limits('200:error:key')],
      [200, 0, 0, 0],
    ],
    ['metrics only', [limits('30:metric_bucket:organization:quota:custom')], all(0)],
    ['more fields than are known', [limits('30:error:key:quota:a;b:c:d')], [30, 0, 0, 0]],
    ['everything', [limits('5::organization')], all(5)],
    ['nothing', [limits(null)], all(0)],
    ['a Retry-After beside it', [limits('30:error:key', 200, '7')], [30, 0, 0, 0]],
    ['a Retry-After without a 429', [limits(null, 200, '7')], all(0)],
  ])('obey a header that says %s', async (_what, answers, seconds) => {
    expect(await waits(answers)).toEqual(seconds)
  })

  it.each<[string, Answer, number]>([
    ['no header', 429, 60],
    ['Retry-After in seconds', limits(null, 429, '7'), 7],
    ['Retry-After as a date', limits(null, 429, soon), 10],
    ['a broken Retry-After', limits(null, 429, 'later'), 60],
  ])('hold everything after a 429 with %s', async (_what, answer, seconds) => {
    vi.setSystemTime(Date.UTC(2030, 0, 1))
    const { sent, client } = answered([answer])
    captureMessage('refused')
    await passed(0)
    captureMessage('waits')
    client.sendEnvelope([{}, [[{ type: 'check_in' }, {}]]])
    await passed(seconds * 1000 - 1)
    expect(sent).toHaveLength(1)
    await passed(1)
    expect(sent.map(({ items }) => items[0]?.headers.type)).toEqual([
      'event',
      'event',
      'check_in',
      'event',
    ])
    expect(client.stats()).toMatchObject({ captured: 2, delivered: 2, dropped: 0 })
  })

  it('hold at most shortly after a 429 whose time has passed', async () => {
    const { sent } = answered([limits(null, 429, past)])
    captureMessage('m')
    await passed(1000)
    expect(sent).toHaveLength(2)
  })

  it('never hold client reports', async () => {
    const { sent, client } = answered([limits('3600::organization')])
    captureMessage('the last one')
    await passed(0)
    captureMessage('limited')
    expect(client.stats()).toMatchObject({ reasons: { ratelimit_backoff: 1 } })
    expect(await client.flush()).toBe(true)
    expect(sent).toHaveLength(2)
    expect(reported(sent.map(({ body }) => body))).toEqual({ 'ratelimit_backoff:error': 1 })
  })
})

describe('flush and close', () => {
  it('say true once everything has arrived', async () => {
    const { client, sent } = answered([503])
    captureMessage('m')
    const flushed = client.flush()
    await passed(250)
    expect(await flushed).toBe(true)
    expect(sent).toHaveLength(2)
    expect(await client.flush()).toBe(true)
  })

  it('say false when the time is over first', async () => {
    const { client } = answered([new Promise<never>(() => {})])
    captureMessage('m')
    const flushed = client.flush(2000)
    await passed(1999)
    const stillWaiting = await Promise.race([flushed, Promise.resolve('waiting')])
    expect(stillWaiting).toBe('waiting')
    await passed(1)
    expect(await flushed).toBe(false)
    expect(client.stats().pending).toBe(1)
  })

  it('wait for callbacks that take their time, within the same time', async () => {
    const { client, sent } = answered([], {
      beforeSend: (event) => new Promise((resolve) => setTimeout(() => resolve(event), 300)),
    })
    captureMessage('slow')
    const tooShort = client.flush(100)
    const longEnough = client.flush(1000)
    await passed(100)
    expect(await tooShort).toBe(false)
    await passed(200)
    expect(await longEnough).toBe(true)
    expect(sent).toHaveLength(1)
  })

  it('spend their time once, not once on each stage', async () => {
    const { client } = answered([new Promise<never>(() => {})], {
      beforeSend: (event) => new Promise((resolve) => setTimeout(() => resolve(event), 300)),
    })
    captureMessage('slow')
    const flushed = client.flush(500)
    await passed(500)
    expect(await Promise.race([flushed, Promise.resolve('waiting')])).toBe(false)
  })

  it('end capturing with close, and still deliver what is queued', async () => {
    const { client, sent } = answered([503])
    captureMessage('before')
    const closed = client.close()
    const id = captureMessage('after')
    client.captureException(new Error('after'))
    expect(id).toMatch(HEX)
    await passed(1000)
    expect(await closed).toBe(true)
    expect(sent.map(({ event }) => event.message)).toEqual(['before', 'before'])
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1, pending: 0 })
  })

  it('leave no timer behind', async () => {
    const { client } = answered([], { beforeSend: () => null })
    captureMessage('dropped')
    expect(vi.getTimerCount()).toBe(1)
    await client.close(1000)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a transport of one’s own', () => {
  const transportOf = (send: () => never) => () => ({ send, flush: async () => true })

  it.each<[string, () => unknown]>([
    [
      'throws at once',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('that %s counts as silent', async (_what, send) => {
    const { client } = start({ transport: transportOf(send as () => never) })
    expect(() => captureMessage('m')).not.toThrow()
    await passed(0)
    expect(client.stats()).toMatchObject({ pending: 1 })
    await passed(8 * 86_400_000)
    expect(client.stats()).toMatchObject({ pending: 0, reasons: { network_error: 1 } })
  })

  it.each<[string, unknown]>([
    ['an answer without a status', {}],
    ['nothing', undefined],
    ['headers that are no texts', { statusCode: 200, headers: { 'x-sentry-rate-limits': 7 } }],
  ])('that gives %s has delivered', async (_what, answer) => {
    const { client } = start({
      transport: transportOf((() => Promise.resolve(answer)) as () => never),
    })
    captureMessage('m')
    await passed(0)
    expect(client.stats()).toMatchObject({ delivered: 1, pending: 0, dropped: 0 })
  })

  it('that cannot be made leaves the client disabled, and the program running', () => {
    const { client } = start({
      transport: () => {
        throw new Error('no such thing')
      },
    })
    expect(client.getTransport()).toBeUndefined()
    expect(captureMessage('m')).toMatch(HEX)
  })

  it('receives the envelope itself', async () => {
    const seen: Envelope[] = []
    start({
      transport: () => ({
        send: async (envelope) => {
          seen.push(envelope)
          return {}
        },
        flush: async () => true,
      }),
    })
    const id = captureMessage('m')
    await passed(0)
    expect(seen[0]?.[0].event_id).toBe(id)
    expect(seen[0]?.[1][0]?.[0]).toEqual({ type: 'event' })
  })
})

describe('the books', () => {
  it('are balanced at every moment', async () => {
    const wrong: string[] = []
    let client: Client | undefined
    const check = (where: string): void => {
      if (!client) return
      const { captured, delivered, pending, dropped } = client.stats()
      if (captured !== delivered + pending + dropped) {
        wrong.push(`${where}: ${captured} is not ${delivered} + ${pending} + ${dropped}`)
      }
    }
    /** Counted from outside: what waits in the queue, and at most what beforeSend holds up besides. */
    let heldUp = 0
    const checkPending = (where: string): void => {
      const { pending } = (client as Client).stats()
      const queued = (client as Client)
        .pendingEnvelopes()
        .filter(([, items]) => items.some(([{ type }]) => type === 'event')).length
      if (pending < queued || pending > queued + heldUp) {
        wrong.push(`${where}: ${pending} pending, ${queued} queued, ${heldUp} held up`)
      }
    }
    const receiver = scriptedReceiver(200, 503, 'silence', 400, 200)
    const started = start({
      transport: (options) => {
        const inner = receiver.transport(options)
        return {
          ...inner,
          send(envelope) {
            check('send')
            const sending = inner.send(envelope)
            sending.then(
              () => check('answer'),
              () => check('silence'),
            )
            return sending
          },
        }
      },
      beforeSend(event) {
        check('beforeSend')
        if (event.message?.includes('null')) return null
        if (event.message?.includes('throw')) throw new Error('from beforeSend')
        if (!event.message?.includes('late')) return event
        heldUp++
        return Promise.resolve().then(() => {
          check('late beforeSend')
          return event.message?.includes('never') ? null : event
        })
      },
      ignoreErrors: ['ignored'],
      transportOptions: { bufferSize: 4 },
    })
    client = started.client
    client.on('beforeSendEvent', () => check('beforeSendEvent'))
    client.addEventProcessor((event) => {
      check('processor')
      return event.message?.includes('processed') ? null : event
    })

    for (const [index, what] of [
      'sent',
      'null',
      'throw',
      'late',
      'late never',
      'ignored',
      'processed',
      'sent',
      'late',
      'sent',
      'sent',
      'sent',
      'sent',
    ].entries()) {
      captureMessage(`${what} ${index}`)
      check(`after ${what}`)
      checkPending(`after ${what}`)
      if (index % 4 !== 3) continue
      for (let turn = 0; turn < 20; turn++) {
        await Promise.resolve()
        check(`turn ${turn} after ${what}`)
      }
      // By now nothing is held up any more.
      heldUp = 0
      checkPending(`turns after ${what}`)
    }
    for (let step = 0; step < 100; step++) {
      await passed(50)
      check(`step ${step}`)
      checkPending(`step ${step}`)
    }
    await client.flush()
    check('the end')
    expect(wrong).toEqual([])
    const accepted = receiver.sent.filter(({ status, event }) => status === 200 && event.event_id)
    expect(client.stats()).toMatchObject({
      captured: 13,
      pending: 0,
      delivered: new Set(accepted.map(({ headers }) => headers.event_id)).size,
    })
    expect(client.stats().reasons).toMatchObject({
      before_send: 3,
      event_processor: 2,
      send_error: 1,
    })
  })
})
