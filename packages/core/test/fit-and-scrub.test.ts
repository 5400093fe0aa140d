import {
  addBreadcrumb,
  captureEvent,
  captureException,
  captureMessage,
  type Event,
  type EventPayload,
  type Options,
  setContext,
  setExtra,
  setTag,
  setTags,
  setUser,
} from '@mayday/core'
import { describe, expect, it, vi } from 'vitest'
import { allowOddEvents } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'

const MIB = 1024 * 1024

/** What arrives of `value` as the extra `x`. */
async function arrives(value: unknown, options: Partial<Options> = {}): Promise<unknown> {
  const { captured } = start(options)
  captureMessage('m', { extra: { x: value, beside: 'kept' } })
  const event = await captured()
  expect(event.extra?.beside).toBe('kept')
  return event.extra?.x
}

/** The event that arrives, which has to be one that receivers accept. */
async function fitting(capture: () => void, options: Partial<Options> = {}): Promise<EventPayload> {
  const { captured, envelopes, client } = start(options)
  capture()
  const event = await captured()
  await client.flush()
  expect(new TextEncoder().encode(envelopes[0]).length).toBeLessThan(MIB)
  expect(client.stats()).toMatchObject({ captured: 1, delivered: 1 })
  return event
}

describe('any data', () => {
  const named = function named() {}
  const circle: Record<string, unknown> = { a: 1 }
  circle.self = circle
  const shared = { s: 1 }
  const getter = Object.defineProperty({ b: 1 }, 'a', {
    enumerable: true,
    get() {
      throw new Error('no')
    },
  })
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  const hostile = new Proxy(
    { a: 1 },
    {
      ownKeys() {
        throw new Error('no keys')
      },
    },
  )
  class Money {
    amount = 1
  }
  const endless = (): unknown => ({ n: 1, toJSON: endless })

  it.each<[string, unknown, unknown]>([
    ['a cycle', circle, { a: 1, self: '[Circular ~]' }],
    ['what is there twice', [shared, shared], [{ s: 1 }, { s: 1 }]],
    ['a getter that throws', getter, { a: '**non-serializable** (Error: no)', b: 1 }],
    ['a bigint', 12n, '[BigInt: 12]'],
    ['a function', named, '[Function: named]'],
    ['a function without a name', (() => () => {})(), '[Function: <anonymous>]'],
    ['NaN', [Number.NaN, 1 / 0, -1 / 0], ['[NaN]', '[Infinity]', '[-Infinity]']],
    ['a symbol', Symbol('s'), '[Symbol(s)]'],
    ['nothing', { n: null, u: undefined }, { n: null }],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(Number.NaN), 'Invalid Date'],
    ['what says how it is written', { secret: 1, toJSON: () => ({ b: 2n }) }, { b: '[BigInt: 2]' }],
    [
      'what gives itself as JSON',
      {
        a: 1,
        toJSON() {
          return this
        },
      },
      { a: 1, toJSON: '[Function: toJSON]' },
    ],
    ['JSON that is again JSON, for ever', endless(), { n: 1, toJSON: '[Function: endless]' }],
    [
      'what throws instead',
      {
        toJSON() {
          throw new Error('no')
        },
      },
      '[object Object]',
    ],
    ['an instance', { deep: { money: new Money() } }, { deep: { money: '[Money]' } }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['a window', { w: { [Symbol.toStringTag]: 'Window' } }, { w: '[Window]' }],
    [
      'an element',
      {
        e: {
          [Symbol.toStringTag]: 'HTMLBodyElement',
          tagName: 'BODY',
          id: 'top',
          classList: [],
          parentElement: null,
          getAttribute: () => null,
        },
      },
      { e: '[HTMLElement: body#top]' },
    ],
    ['the global object', globalThis, '[Global]'],
    ['a revoked proxy', revoked, expect.stringContaining('**non-serializable**')],
    ['a hostile proxy', hostile, expect.stringContaining('**non-serializable**')],
    [
      'what is beside a hostile one',
      { a: 1, hostile, z: 2 },
      expect.objectContaining({ a: 1, z: 2 }),
    ],
  ])('arrives in a readable form: %s', async (_what, value, form) => {
    expect(await arrives(value)).toEqual(form)
  })

  it('keeps the members of errors', async () => {
    const error = Object.assign(new TypeError('inner'), { code: 7 })
    expect(await arrives(error)).toMatchObject({ name: 'TypeError', message: 'inner', code: 7 })
  })

  it('is cut below a depth', async () => {
    const deep = { b: { c: { d: 1 }, list: [1] } }
    expect(await arrives(deep)).toEqual({ b: { c: '[Object]', list: '[Array]' } })
    expect(await arrives(deep, { normalizeDepth: 5 })).toEqual(deep)
  })

  it('is cut past a breadth', async () => {
    const wide = { a: 1, b: 2, c: 3, d: 4 }
    const options = { normalizeMaxBreadth: 2 }
    expect(await arrives(wide, options)).toEqual({ a: 1, b: 2, c: '[MaxProperties ~]' })
    expect(await arrives([1, 2, 3], options)).toEqual([1, 2, '[MaxProperties ~]'])
  })

  it('cannot reach a prototype by its names', async () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"x":1}}') as object
    const { envelopes, client } = start()
    captureMessage('m', { extra: { x: hostile } })
    await client.flush()
    expect(envelopes[0]).toContain('"x":{"__proto__":{"polluted":1},"constructor":{"x":1}}')
    expect({}).not.toHaveProperty('polluted')
  })

  it('is treated alike in contexts, user and breadcrumbs', async () => {
    const event = await fitting(() => {
      setContext('app', { n: 1n })
      setUser({ id: 'u', self: circle })
      addBreadcrumb({ message: 'b', data: { f: named } })
      captureMessage('m')
    })
    expect(event.contexts?.app).toEqual({ n: '[BigInt: 1]' })
    expect(event.user).toEqual({ id: 'u', self: { a: 1, self: '[Circular ~]' } })
    expect(event.breadcrumbs?.values[0]?.data).toEqual({ f: '[Function: named]' })
  })

  it.each([0, 1])('leaves an event its trace at a depth of %i', async (normalizeDepth) => {
    const event = await fitting(
      () => {
        setUser({ id: 'u' })
        captureMessage('m')
      },
      { normalizeDepth },
    )
    expect(event.contexts?.trace).toMatchObject({
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(event.user).toEqual({ id: 'u' })
  })

  it('may stand where it does not belong', async () => {
    allowOddEvents('the program puts objects where the protocol has texts')
    const event = await fitting(() => {
      addBreadcrumb({ message: circle as never, category: 7 as never })
      captureEvent({
        message: { not: 'a text' } as never,
        logentry: { message: 'hello %s', params: [circle] },
        request: { url: new URL('https://shop.example/?q=1') as never },
        exception: { values: [{ type: 'Error', value: new Error('x') as never }] },
      })
    })
    expect(event.logentry).toEqual({
      message: 'hello %s',
      params: [{ a: 1, self: '[Circular ~]' }],
    })
  })

  it('may be put on the event by beforeSend', async () => {
    const event = await fitting(() => captureMessage('m'), {
      beforeSend: (one) => ({ ...one, extra: { circle, big: 1n, getter } }),
    })
    expect(event.extra).toMatchObject({
      circle: { a: 1, self: '[Circular ~]' },
      big: '[BigInt: 1]',
      getter: { b: 1 },
    })
  })
})

describe('much data', () => {
  const wide = (size: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: size }, (_, index) => [`key${index}`, value]))

  it.each<[string, unknown]>([
    ['an object of 1000 × 1000 members', wide(1000, wide(1000, 'text'))],
    ['a list of a million', Array.from({ length: 1_000_000 }, (_, index) => index)],
    ['a text of ten million characters', 'x'.repeat(10_000_000)],
    ['a thousand long texts', Array.from({ length: 1000 }, () => 'x'.repeat(10_000))],
    ['long texts of wide characters', Array.from({ length: 50 }, () => '漢'.repeat(16_000))],
  ])('gives an event that receivers accept: %s', async (_what, value) => {
    const event = await fitting(() => {
      setTag('kept', 'yes')
      setUser({ id: 'kept' })
      setContext('app', { name: 'kept' })
      captureException(new Error('kept'), { extra: { value } })
    })
    expect(event).toMatchObject({
      tags: { kept: 'yes' },
      user: { id: 'kept' },
      contexts: { app: { name: 'kept' }, trace: { trace_id: expect.any(String) } },
      exception: { values: [{ value: 'kept' }] },
    })
  })

  it('in breadcrumbs leaves what receivers know of each whole', async () => {
    const event = await fitting(() => {
      for (let count = 0; count < 100; count++) {
        const crumb = { category: 'ui', level: 'warning', type: 'default' } as const
        addBreadcrumb({ ...crumb, event_id: 'a'.repeat(32), message: 'm'.repeat(2000) })
      }
      captureMessage('m')
    })
    const facts = event.breadcrumbs?.values.map(({ level, type, event_id }) => [
      level,
      type,
      event_id,
    ])
    expect(facts).toEqual(Array(100).fill(['warning', 'default', 'a'.repeat(32)]))
    expect(event.breadcrumbs?.values[0]?.message).toBe('...')
  })

  it('in breadcrumbs leaves the rest of the event alone', async () => {
    const event = await fitting(() => {
      setUser({ id: 'kept' })
      setExtra('kept', { n: 1 })
      for (let index = 0; index < 100; index++) {
        addBreadcrumb({ message: `b${index}`, data: { list: wide(900, index) } })
      }
      captureMessage('m')
    })
    expect(event).toMatchObject({
      user: { id: 'kept' },
      extra: { kept: { n: 1 } },
      contexts: { trace: { trace_id: expect.any(String) } },
    })
    expect(event.breadcrumbs?.values).toHaveLength(100)
  })

  it('is shed from what says least, and the event says so', async () => {
    const long = 'x'.repeat(MIB)
    const event = await fitting(
      () => {
        setContext('app', { name: 'kept' })
        captureException(new Error('kept'))
      },
      {
        beforeSend: (one) => ({ ...one, extra: { long }, breadcrumbs: [{ message: long }] }),
      },
    )
    expect(event.contexts?.mayday).toEqual({ shed: ['extra', 'breadcrumbs'] })
    expect(event).not.toHaveProperty('extra')
    expect(event).not.toHaveProperty('breadcrumbs')
    expect(event.contexts?.app).toEqual({ name: 'kept' })
    expect(event.exception?.values?.[0]?.stacktrace?.frames?.length).toBeGreaterThan(0)
  })

  it('is shed from frames step by step: what is known of each, then all but the last', async () => {
    const frames = Array.from({ length: 100 }, (_, line) => ({
      filename: 'app.js',
      lineno: line + 1,
      vars: { long: 'x'.repeat(MIB / 100) },
      function: 'f',
    }))
    const thrown = (name: string) => ({
      exception: {
        values: [
          { type: 'E', stacktrace: { frames: frames.map((f) => ({ ...f, function: name })) } },
        ],
      },
    })
    const detailed = await fitting(() => captureMessage('m'), {
      beforeSend: (one) => ({ ...one, ...thrown('f') }),
    })
    expect(detailed.contexts?.mayday).toEqual({ shed: ['frame details'] })
    const lines = detailed.exception?.values?.[0]?.stacktrace?.frames
    expect(lines).toHaveLength(100)
    expect(lines?.[7]).toEqual({ filename: 'app.js', function: 'f', lineno: 8 })

    const parted = await fitting(() => captureMessage('m'), {
      beforeSend: (one) => ({ ...one, ...thrown('f'.repeat(MIB / 60)) }),
    })
    expect(parted.contexts?.mayday).toEqual({ shed: ['frame details', 'middle frames'] })
    const ends = parted.exception?.values?.[0]?.stacktrace?.frames?.map(({ lineno }) => lineno)
    expect(ends).toEqual(Array.from({ length: 40 }, (_, n) => (n < 20 ? n + 1 : n + 61)))

    const cut = await fitting(() => captureMessage('m'), {
      beforeSend: (one) => ({ ...one, ...thrown('f'.repeat(MIB / 20)) }),
    })
    expect(cut.contexts?.mayday).toMatchObject({
      shed: expect.arrayContaining(['all but the error']),
    })
    const kept = cut.exception?.values?.[0]?.stacktrace?.frames?.map(({ lineno }) => lineno)
    expect(kept).toEqual(Array.from({ length: 10 }, (_, n) => 91 + n))
  })

  it('behind slow getters is left out once they have taken a quarter of a second', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const slow = Object.defineProperties(
      {},
      Object.fromEntries(
        Array.from({ length: 1000 }, (_, n) => {
          const get = (): number => {
            vi.setSystemTime(Date.now() + 20)
            return n
          }
          return [`member ${n}`, { enumerable: true, get }]
        }),
      ),
    )
    const began = Date.now()
    const { extra } = await fitting(() => captureMessage('m', { extra: { slow } }))
    const took = Date.now() - began
    vi.useRealTimers()
    const kept = Object.values(extra?.slow as object)
    expect(took).toBeLessThan(400)
    expect(kept.slice(0, 3)).toEqual([0, 1, 2])
    expect(kept.at(-1)).toBe('[MaxProperties ~]')
  })

  it('is kept when the thread stands still meanwhile, as on a machine that wakes up', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const night = {
      get asleep() {
        vi.setSystemTime(Date.now() + 60_000)
        return 'until the morning'
      },
      after: 'awake',
    }
    const event = await fitting(() => captureMessage('m', { extra: { night } }))
    vi.useRealTimers()
    expect(event.extra).toEqual({ night: { asleep: 'until the morning', after: 'awake' } })
    expect(event.contexts?.trace?.trace_id).toMatch(/^[\da-f]{32}$/)
  })

  it('is not marked where nothing was shed', async () => {
    const event = await fitting(() => captureMessage('m', { extra: { a: 1 } }))
    expect(event.contexts).not.toHaveProperty('mayday')
  })

  it('put there by beforeSend is shed as well', async () => {
    const event = await fitting(() => captureMessage('m'), {
      beforeSend: (one) => ({ ...one, extra: { long: 'x'.repeat(2 * MIB) } }),
    })
    expect(event.contexts?.mayday).toEqual({ shed: ['extra'] })
  })

  it('in texts is cut to what receivers keep', async () => {
    const event = await fitting(() => {
      captureException(new Error('x'.repeat(2 * MIB), { cause: new Error('y'.repeat(9000)) }))
    })
    const values = event.exception?.values?.map(({ value }) => value)
    expect(values).toEqual([`${'y'.repeat(8192)}...`, `${'x'.repeat(8192)}...`])
    const message = await fitting(() => captureMessage('z'.repeat(9000)))
    expect(message.message).toBe(`${'z'.repeat(8192)}...`)
  })

  it('in templates is cut as well', async () => {
    const long = 'x'.repeat(2 * MIB)
    const { logentry } = await fitting(() =>
      captureEvent({ logentry: { message: 'said %s', params: [long], formatted: `said ${long}` } }),
    )
    expect(logentry?.message).toBe('said %s')
    expect(logentry?.formatted).toMatch(/^said x{8000,}\.\.\.$/)
  })

  it('in texts is cut where the program says', async () => {
    const event = await fitting(() => captureException(new Error('0123456789abc')), {
      maxValueLength: 10,
    })
    expect(event.exception?.values?.[0]?.value).toBe('0123456789...')
  })

  it('is not cut through a character', async () => {
    const { envelopes, client } = start({ maxValueLength: 10 })
    captureMessage('012345😀 and more')
    await client.flush()
    expect(envelopes[0]).not.toMatch(/\\ud[0-9a-f]{3}/)
    expect(envelopes[0]).toContain('"message":"012345')
  })
})

describe('tags', () => {
  it.each<[unknown, string]>([
    [1, '1'],
    [false, 'false'],
    [0, '0'],
    [{ a: [1] }, '{"a":[1]}'],
    ['two\nlines', 'two lines'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), `${'x'.repeat(197)}...`],
  ])('are texts of at most 200 characters: %j', async (value, text) => {
    const { captured } = start()
    setTag('t', value as string)
    captureMessage('m')
    expect((await captured()).tags?.t).toBe(text)
  })

  it.each(['', ' ', '\n', null, undefined])(
    'are left out when they say nothing: %j',
    async (value) => {
      const { captured } = start()
      setTags({ kept: 'yes', t: value })
      captureMessage('m')
      expect((await captured()).tags).toEqual({ kept: 'yes' })
    },
  )

  it('have the letters in their names that receivers read', async () => {
    const { captured } = start()
    setTags({ 'a.b:c-d_1': 'as it is', 'with spaces': 1, größe: 2, '': 3 })
    captureMessage('m')
    expect((await captured()).tags).toEqual({
      'a.b:c-d_1': 'as it is',
      'with-spaces': '1',
      'gr--e': '2',
      '-': '3',
    })
  })
})

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P'
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow+/ab\ncd==\n-----END RSA PRIVATE KEY-----'

const credentials: [string, string, string][] = [
  [
    'user and password of a URL',
    'at https://bob:hunter2@host.example/x',
    'at https://[Filtered]@host.example/x',
  ],
  ['a user alone', 'postgres://root@db.example', 'postgres://[Filtered]@db.example'],
  ['a bearer token', 'Authorization: Bearer abcdef.123456', 'Authorization: [Filtered]'],
  ['basic credentials', 'authorization: basic dXNlcjpwYXNz', 'authorization: [Filtered]'],
  ['a JSON web token', `got ${JWT}, why`, 'got [Filtered], why'],
  ['two tokens in a row', `${JWT} ${JWT}`, '[Filtered] [Filtered]'],
  [
    'name=value',
    'connect host=a password=hunter2 port=1',
    'connect host=a password=[Filtered] port=1',
  ],
  ['name: value', 'client_secret: abc, x: 1', 'client_secret: [Filtered], x: 1'],
  ['a JSON member', '{"apiKey":"abc","n":1}', '{"apiKey":"[Filtered]","n":1}'],
  ['a query', 'GET /a?access_token=abc&b=1', 'GET /a?access_token=[Filtered]&b=1'],
  ['a private key', `key ${PEM} end`, 'key [Filtered] end'],
  ['a private key that was cut', `key ${PEM.slice(0, 50)}`, 'key [Filtered]'],
  ['a key that says so', `stripe sk_live_${'a1'.repeat(8)}!`, 'stripe [Filtered]!'],
  ['another', `ghp_${'a1'.repeat(12)} AKIA${'A1'.repeat(8)}`, '[Filtered] [Filtered]'],
]

const personal: [string, string, string][] = [
  ['an e-mail address', 'for jo.doe+x@mail.example.org!', 'for [Filtered]!'],
  ['a card number', 'card 4111111111111111 declined', 'card [Filtered] declined'],
  ['a card number in groups', 'card 4111 1111 1111 1111 declined', 'card [Filtered] declined'],
  ['a card number with dashes', '4111-1111-1111-1111', '[Filtered]'],
  ['a card number of fifteen digits', '3782 822463 10005', '[Filtered]'],
  ['a card number and its date', '4111 1111 1111 1111 12/30', '[Filtered] 12/30'],
  ['a card number and its check number', '4111111111111111 123', '[Filtered] 123'],
  ['a card number behind another number', 'order 12 4111111111111111', 'order 12 [Filtered]'],
]

const harmless = [
  'order 1234567890123456 is late',
  'at 1700000000004, whose digits add up like those of a card',
  'Cannot read properties of undefined (reading "token")',
  'basic usage: see the manual',
  'eyJ is how JSON begins',
  'user@localhost',
  'a:b@c',
  '2024-01-31T12:00:00.123Z',
  'at https://host.example:8080/path?x=1@2',
]

describe('secrets', () => {
  async function everywhere(text: string, options: Partial<Options> = {}) {
    const { captured } = start(options)
    addBreadcrumb({ message: text, data: { deep: { text } } })
    captureException(new Error(text))
    const { exception, breadcrumbs } = await captured()
    captureEvent({ message: text, logentry: { message: text, formatted: text, params: [text] } })
    const { message, logentry } = await captured()
    const crumb = breadcrumbs?.values[0]
    return [
      exception?.values?.[0]?.value,
      message,
      crumb?.message,
      (crumb?.data?.deep as { text?: string } | undefined)?.text,
      logentry?.message,
      logentry?.formatted,
      logentry?.params?.[0],
    ]
  }

  it.each([...credentials, ...personal])(
    'are taken out of texts: %s',
    async (_what, text, clean) => {
      expect(new Set(await everywhere(text))).toEqual(new Set([clean]))
    },
  )

  it.each(harmless)('are not seen where there are none: %s', async (text) => {
    expect(new Set(await everywhere(text))).toEqual(new Set([text]))
  })

  it.each(credentials)(
    'that open something go even with sendDefaultPii: %s',
    async (_what, text, clean) => {
      expect(new Set(await everywhere(text, { sendDefaultPii: true }))).toEqual(new Set([clean]))
    },
  )

  it.each(personal)('that are personal stay with sendDefaultPii: %s', async (_what, text) => {
    expect(new Set(await everywhere(text, { sendDefaultPii: true }))).toEqual(new Set([text]))
  })

  it('are taken out of causes', async () => {
    const { captured } = start()
    captureException(new Error('outer', { cause: new Error('password=hunter2') }))
    const { exception } = await captured()
    expect(exception?.values?.map(({ value }) => value)).toEqual(['password=[Filtered]', 'outer'])
  })

  it('are gone from tags, extra and contexts too, and left where the program says who the user is', async () => {
    const { captured } = start()
    const text = 'jo@mail.example'
    captureMessage('m', {
      tags: { text },
      extra: { text, deep: [{ password: 'hunter2' }] },
      contexts: { app: { text } },
      user: { email: text },
    })
    expect(await captured()).toMatchObject({
      tags: { text: '[Filtered]' },
      extra: { text: '[Filtered]', deep: [{ password: '[Filtered]' }] },
      contexts: { app: { text: '[Filtered]' } },
      user: { email: text },
    })
  })

  it('are gone from thrown objects and printed ones, by the names of their members', async () => {
    const { captured } = start()
    captureException({ apiKey: 'abc', note: 'token=abc' })
    expect((await captured()).extra?.__serialized__).toEqual({
      apiKey: '[Filtered]',
      note: 'token=[Filtered]',
    })
  })

  it('are gone before beforeSend, which may put back what it wants', async () => {
    const seen: unknown[] = []
    const { captured } = start({
      beforeSend(event: Event) {
        seen.push(event.message)
        return { ...event, message: 'password=mine' }
      },
    })
    captureMessage('password=hunter2')
    expect((await captured()).message).toBe('password=mine')
    expect(seen).toEqual(['password=[Filtered]'])
  })
})

describe('addresses', () => {
  const url = 'https://bob:hunter2@shop.example/cart?item=7&token=abc&empty#top'

  async function addresses(options: Partial<Options> = {}) {
    const { captured } = start(options)
    addBreadcrumb({ category: 'fetch', data: { url, from: '/a?b=1', to: '/c#d' } })
    captureEvent({ message: 'm', request: { url, method: 'GET' } })
    const { request, breadcrumbs } = await captured()
    return { request: request?.url, ...breadcrumbs?.values[0]?.data }
  }

  it('lose credentials, fragment and the values of their query', async () => {
    const clean = 'https://[Filtered]@shop.example/cart?item=[Filtered]&token=[Filtered]&[Filtered]'
    expect(await addresses()).toEqual({
      request: clean,
      url: clean,
      from: '/a?b=[Filtered]',
      to: '/c',
    })
  })

  it('lose only credentials with sendDefaultPii', async () => {
    const clean = 'https://[Filtered]@shop.example/cart?item=7&token=[Filtered]&empty#top'
    expect(await addresses({ sendDefaultPii: true })).toEqual({
      request: clean,
      url: clean,
      from: '/a?b=1',
      to: '/c#d',
    })
  })
})

describe('texts made to take long', () => {
  const size = 100_000
  const hostile: [string, string][] = [
    ['dots', 'a.'.repeat(size / 2)],
    ['dots and a colon', `${'a.'.repeat(size / 2)}:`],
    ['dashes', '1-'.repeat(size / 2)],
    ['half tokens', 'eyJ-'.repeat(size / 4)],
    ['half tokens with dots', `${'eyJ-'.repeat(size / 4)}.`],
    ['half addresses', `${'a.'.repeat(size / 2)}@`],
    ['many at signs', 'a@'.repeat(size / 2)],
    ['a domain without an end', `a@${'b.'.repeat(size / 2)}1`],
    ['local parts before a bad domain', `${'a+'.repeat(size / 2)}@1`],
    ['schemes', 'a://'.repeat(size / 4)],
    ['schemes with users', 'a://b:'.repeat(size / 6)],
    ['digits', '1'.repeat(size)],
    ['digits and blanks', '1 '.repeat(size / 2)],
    ['keys without ends', '-----BEGIN PRIVATE KEY-----'.repeat(size / 27)],
    ['half keys', '-----BEGIN '.repeat(size / 11)],
    ['ends of keys', `-----BEGIN PRIVATE KEY-----${'-----END '.repeat(size / 9)}`],
    ['names', `${'token'.repeat(size / 5)}: `],
    ['names and blanks', `token${' '.repeat(size)}x`],
    ['names and values of blanks', `token=${' '.repeat(size)}`],
    ['counts of nothing', `tokens${'!'.repeat(size)}`],
    ['half bearers', `${'bearer '.repeat(size / 7)}`],
    ['many names', 'token '.repeat(size / 6)],
    ['bearers', `bearer${' '.repeat(size)}:`],
    ['stripes', 'sk_live_'.repeat(size / 8)],
    ['slacks', 'xoxb-'.repeat(size / 5)],
    ['hyphenated keys', 'sk-a'.repeat(size / 4)],
    ['half keys of three parts', 'SG.a'.repeat(size / 4)],
    ['local parts', 'a+'.repeat(size / 2)],
    ['encoded at signs', '%40'.repeat(size / 3)],
    ['queries', '?a'.repeat(size / 2)],
    ['queries with names', '&key'.repeat(size / 4)],
    ['a quote that is never closed', `token="${'\\'.repeat(size)}`],
    ['quotes that are never closed', 'token="'.repeat(size / 7)],
    ['errors of tokens', 'tokenerror'.repeat(size / 10)],
    ['lines of HTTP', 'cookie: '.repeat(size / 8)],
    ['users without a host', `://${'a'.repeat(size)}`],
  ]

  // The limit is far above what it takes, and far below what work that grows with the square does.
  it.each(hostile)('do not: %s', { timeout: 2000 }, async (_what, text) => {
    const { captured } = start({ maxValueLength: 2 * size })
    for (let index = 0; index < 2; index++) captureMessage(`${index} ${text}`)
    expect((await captured()).message).toMatch(/^0 /)
  })
})
