import {
  captureException,
  captureMessage,
  createTransport,
  type Envelope,
  type Event,
  type Matcher,
  MULTIPLEXED_TRANSPORT_EXTRA_KEY,
  makeMultiplexedTransport,
  type Options,
  type Transport,
  type TransportOptions,
  withScope,
} from '@mayday/core'
import { parseEnvelope, type ReceivedEnvelope } from '@mayday/core/testing'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { allowOddEvents } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'
import { type Answer, limits, reported } from './wire.js'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
})

const OWN = 'https://own@own.example/1'
const CART = 'https://cart@cart.example/2'
const SHOP = 'https://shop@shop.example/3'
const BOTH: Matcher = () => [CART, SHOP]

const passed = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

type Arrived = ReceivedEnvelope & { event: Event; body: string | Uint8Array; url: string }

/** Receivers by the name of their host, each with the answers that it gives in turn; then 200 for ever. */
function receivers(answers: Record<string, Answer[]> = {}) {
  const asked: Record<string, Arrived[]> = { own: [], cart: [], shop: [] }
  const accepted: Record<string, Arrived[]> = { own: [], cart: [], shop: [] }
  function transport(options: TransportOptions): Transport {
    const name = new URL(options.url).hostname.split('.')[0] as string
    return createTransport(options, async ({ body }) => {
      const envelope = parseEnvelope(body)
      const item = envelope.items.find(({ headers }) => headers.type === 'event')
      const event = item ? (JSON.parse(item.text) as Event) : {}
      const arrived = { ...envelope, event, body, url: options.url }
      asked[name]?.push(arrived)
      const answer = answers[name]?.shift() ?? 200
      if (answer === 'silence') throw new Error('no answer')
      const response = await (typeof answer === 'number' ? { statusCode: answer } : answer)
      if (response.statusCode === 200) accepted[name]?.push(arrived)
      return response
    })
  }
  const titles = (list: Arrived[] = []) =>
    list.flatMap(({ event }) => event.message ?? event.exception?.values?.at(-1)?.value ?? [])
  return {
    transport,
    answers,
    askedAt: (name: string) => asked[name] as Arrived[],
    acceptedAt: (name: string) => accepted[name] as Arrived[],
    titlesAt: (name: string) => titles(accepted[name]),
  }
}

function multiplexed(
  matcher: Matcher | undefined,
  answers: Record<string, Answer[]> = {},
  options: Partial<Options> = {},
) {
  const world = receivers(answers)
  const transport = makeMultiplexedTransport(world.transport, matcher)
  const { client } = start({ dsn: OWN, transport, ...options })
  return { ...world, client }
}

const typesOf = ({ items }: ReceivedEnvelope): string[] => items.map(({ headers }) => headers.type)

describe('where an event goes', () => {
  it('is what the matcher says of it', async () => {
    const { titlesAt } = multiplexed(({ getEvent }) =>
      getEvent()?.message?.startsWith('cart') ? [CART] : [],
    )
    captureMessage('cart is empty')
    captureMessage('anything else')
    await passed(0)
    expect(titlesAt('cart')).toEqual(['cart is empty'])
    expect(titlesAt('own')).toEqual(['anything else'])
  })

  it('is said by the event itself where there is no matcher, and not passed on', async () => {
    const { acceptedAt, askedAt } = multiplexed(undefined)
    withScope((scope) => {
      scope.setExtra(MULTIPLEXED_TRANSPORT_EXTRA_KEY, [{ dsn: CART, release: 'cart@2' }])
      scope.setExtra('kept', 1)
      captureMessage('routed')
    })
    await passed(0)
    expect(acceptedAt('cart')).toMatchObject([
      { event: { message: 'routed', release: 'cart@2', extra: { kept: 1 } } },
    ])
    expect(acceptedAt('cart')[0]?.body).not.toContain(MULTIPLEXED_TRANSPORT_EXTRA_KEY)
    expect(askedAt('own')).toEqual([])
  })

  it('may be said as late as in beforeSend', async () => {
    const { titlesAt } = multiplexed(
      undefined,
      {},
      {
        beforeSend: (event) => ({
          ...event,
          extra: { [MULTIPLEXED_TRANSPORT_EXTRA_KEY]: [{ dsn: SHOP }] },
        }),
      },
    )
    captureMessage('routed')
    await passed(0)
    expect(titlesAt('shop')).toEqual(['routed'])
  })

  it('is asked for once, however often it is sent', async () => {
    const matcher = vi.fn(BOTH)
    multiplexed(matcher, { cart: ['silence', 503] })
    captureMessage('routed')
    await passed(60_000)
    expect(matcher).toHaveBeenCalledTimes(1)
  })

  it('has its key in the address and its DSN in the envelope, without the secret', async () => {
    const { askedAt } = multiplexed(() => ['https://cart:secret@cart.example/2'])
    captureMessage('routed')
    await passed(0)
    const [{ url, headers } = { url: '', headers: {} }] = askedAt('cart')
    expect(new URL(url).pathname).toBe('/api/2/envelope/')
    expect(new URL(url).searchParams.get('sentry_key')).toBe('cart')
    expect(headers).toMatchObject({ dsn: CART })
  })

  it('is one request, whoever is named twice', async () => {
    const { askedAt } = multiplexed(() => [CART, CART, { dsn: CART }])
    captureMessage('once')
    await passed(0)
    expect(askedAt('cart')).toHaveLength(1)
  })

  it('is the same when the program sends the envelope once more', async () => {
    allowOddEvents('the event is written by the test')
    const { client, titlesAt } = multiplexed(BOTH)
    const envelope: Envelope = [{}, [[{ type: 'event' }, { message: 'by hand' }]]]
    client.sendEnvelope(envelope)
    await passed(10)
    client.sendEnvelope(envelope)
    await passed(10)
    expect(titlesAt('cart')).toEqual(['by hand', 'by hand'])
  })

  it('may be asked with breadcrumbs as programs know them', async () => {
    const { titlesAt, client } = multiplexed(({ getEvent }) =>
      getEvent()?.breadcrumbs?.some(({ message }) => message === 'to the cart') ? [CART] : [],
    )
    client.captureEvent({ message: 'routed', breadcrumbs: [{ message: 'to the cart' }] })
    await passed(0)
    expect(titlesAt('cart')).toEqual(['routed'])
  })

  it('leaves the event of the other receivers as it is when it has a release of its own there', async () => {
    const { acceptedAt } = multiplexed(
      () => [{ dsn: CART, release: 'cart@2' }, { dsn: SHOP, release: 'shop@3' }, OWN],
      {},
      { release: 'page@1' },
    )
    captureMessage('everywhere')
    await passed(0)
    const releaseAt = (name: string) => acceptedAt(name)[0]?.event.release
    expect(['cart', 'shop', 'own'].map(releaseAt)).toEqual(['cart@2', 'shop@3', 'page@1'])
  })
})

describe('where the routes are nonsense', () => {
  it.each<[what: string, matcher: unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['gives nothing', () => undefined],
    ['gives a promise', async () => [CART]],
    ['gives what is no route', () => [null, 7, {}, { dsn: 7 }, 'nonsense', { dsn: 'http://no' }]],
  ])('the event goes to the own DSN: the matcher %s', async (_what, matcher) => {
    const { titlesAt, client } = multiplexed(matcher as Matcher)
    captureMessage('not lost')
    await passed(0)
    expect(titlesAt('own')).toEqual(['not lost'])
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1 })
  })

  it('those that are none are left out', async () => {
    const { titlesAt, askedAt } = multiplexed(() => ['nonsense', CART])
    captureMessage('routed')
    await passed(0)
    expect(titlesAt('cart')).toEqual(['routed'])
    expect(askedAt('own')).toEqual([])
  })

  it('one that no transport can be made for is left out', async () => {
    const world = receivers()
    const transport = makeMultiplexedTransport((options) => {
      if (options.url.includes('cart')) throw new Error('no transport')
      return world.transport(options)
    }, BOTH)
    start({ dsn: OWN, transport })
    captureMessage('routed')
    await passed(0)
    expect(world.titlesAt('shop')).toEqual(['routed'])
    expect(world.askedAt('own')).toEqual([])
  })

  it.each<[says: string, matcher: Matcher]>([
    [
      'failed: matcher Error: broken',
      () => {
        throw new Error('broken')
      },
    ],
    ['No receiver for this route: nonsense', () => ['nonsense']],
  ])('says so where debugging is on: %s', async (says, matcher) => {
    multiplexed(matcher, {}, { debug: true })
    captureMessage('not lost')
    await passed(0)
    expect(printed('log').filter((line) => line.includes(says))).toHaveLength(1)
  })
})

describe('when one receiver is down', () => {
  it('the other has each event at once and once, and the first has all once it is back', async () => {
    const down = Array.from({ length: 12 }, () => 'silence' as const)
    const { client, titlesAt, askedAt } = multiplexed(BOTH, { cart: down }, { floodControl: false })
    const all = Array.from({ length: 20 }, (_, index) => `event ${index}`)
    for (const message of all) captureMessage(message)
    await passed(10)
    expect(titlesAt('shop').sort()).toEqual([...all].sort())
    expect(titlesAt('cart')).toEqual([])
    expect(client.stats()).toMatchObject({ captured: 20, pending: 20, dropped: 0 })
    await passed(10 * 60_000)
    expect(titlesAt('cart').sort()).toEqual([...all].sort())
    expect(askedAt('shop')).toHaveLength(20)
    expect(client.stats()).toMatchObject({ captured: 20, delivered: 20, pending: 0, dropped: 0 })
  })

  it('what is captured meanwhile reaches the others without delay', async () => {
    const { titlesAt } = multiplexed(BOTH, { cart: Array(50).fill(503) })
    captureMessage('first')
    await passed(30_000)
    captureMessage('second')
    await passed(0)
    expect(titlesAt('shop')).toEqual(['first', 'second'])
  })

  it('one envelope at a time sees whether it is back', async () => {
    const { askedAt } = multiplexed(
      BOTH,
      { cart: [...Array(8).fill('silence'), new Promise(() => {})] },
      { floodControl: false },
    )
    for (let index = 0; index < 30; index++) captureMessage(`event ${index}`)
    await passed(10)
    const asked = askedAt('cart').length
    await passed(20_000)
    expect(askedAt('cart').length).toBe(asked + 1)
  })

  it('and then back, it has what follows at once', async () => {
    const { titlesAt } = multiplexed(BOTH, { cart: ['silence'] })
    captureMessage('first')
    await passed(30_000)
    for (const message of ['second', 'third', 'fourth']) captureMessage(message)
    await passed(10)
    expect(titlesAt('cart')).toEqual(['first', 'second', 'third', 'fourth'])
  })

  it('an event is not given up for that, however many others are delivered meanwhile', async () => {
    const { client, titlesAt } = multiplexed(
      ({ getEvent }) => (getEvent()?.message === 'both' ? [CART, SHOP] : [SHOP]),
      { cart: Array(25).fill('silence') },
    )
    captureMessage('both')
    for (let minute = 0; minute < 30; minute++) {
      await passed(60_000)
      captureMessage(`of the shop ${minute}`)
    }
    await passed(10)
    expect(titlesAt('cart')).toEqual(['both'])
    expect(client.stats()).toMatchObject({ captured: 31, delivered: 31, dropped: 0 })
  })

  it('silence without end is no failure of the others', async () => {
    const never = new Promise<never>(() => {})
    const { titlesAt } = multiplexed(
      ({ getEvent }) => (getEvent()?.message === 'both' ? [CART, SHOP] : [SHOP]),
      { cart: [never] },
      { transportOptions: { timeout: 1000 } },
    )
    captureMessage('both')
    await passed(1000)
    captureMessage('other')
    await passed(0)
    expect(titlesAt('shop')).toEqual(['both', 'other'])
    await passed(60_000)
    expect(titlesAt('cart')).toEqual(['both'])
    expect(titlesAt('shop')).toEqual(['both', 'other'])
  })

  it('an event that it alone never takes is given up, and counted once', async () => {
    const world = receivers()
    const transport = makeMultiplexedTransport((options) => {
      const real = world.transport(options)
      return {
        ...real,
        async send(envelope: Envelope) {
          const isPoison = JSON.stringify(envelope).includes('poison')
          if (isPoison && options.url.includes('cart')) throw new Error('no answer')
          return real.send(envelope)
        },
      }
    }, BOTH)
    const { client } = start({ dsn: OWN, transport })
    captureMessage('poison')
    for (let index = 0; index < 10; index++) {
      await passed(60_000)
      captureMessage(`good ${index}`)
    }
    await passed(60_000)
    expect(client.stats()).toMatchObject({
      captured: 11,
      delivered: 10,
      dropped: 1,
      reasons: { send_error: 1 },
    })
    expect(world.titlesAt('shop').filter((title) => title === 'poison')).toHaveLength(1)
  })

  it('flush says false in time', async () => {
    const { client } = multiplexed(BOTH, { cart: Array(99).fill('silence') })
    captureMessage('half')
    const flushed = client.flush(1000)
    await passed(1000)
    expect(await flushed).toBe(false)
  })
})

describe('when one receiver limits', () => {
  it('it waits by itself for as long as it wants, and the others do not', async () => {
    const { titlesAt, askedAt } = multiplexed(BOTH, { cart: [limits('30:error', 429)] })
    captureMessage('first')
    await passed(10)
    captureMessage('second')
    await passed(29_000)
    expect(titlesAt('shop')).toEqual(['first', 'second'])
    expect(askedAt('cart')).toHaveLength(1)
    await passed(10_000)
    expect(titlesAt('cart').sort()).toEqual(['first', 'second'])
    expect(askedAt('shop')).toHaveLength(2)
  })

  it('for too long, the event is dropped for that, though the others have it', async () => {
    const { client, titlesAt } = multiplexed(BOTH, { cart: [limits(null, 429, '86400')] })
    captureMessage('half')
    await passed(10)
    expect(titlesAt('shop')).toEqual(['half'])
    expect(client.stats()).toMatchObject({
      captured: 1,
      pending: 0,
      delivered: 0,
      reasons: { ratelimit_backoff: 1 },
    })
  })

  it('attachments only, these stay away from it alone, and are counted once', async () => {
    const { client, acceptedAt } = multiplexed(BOTH, {
      cart: [limits('3000:attachment', 200), 'silence'],
    })
    captureMessage('first')
    await passed(10)
    client.captureMessage('second', 'info', { attachments: [{ filename: 'a.txt', data: 'a' }] })
    await passed(120_000)
    expect(acceptedAt('shop').map(typesOf)).toEqual([['event'], ['event', 'attachment']])
    expect(acceptedAt('cart').map(typesOf)).toEqual([['event'], ['event']])
    expect(reported(acceptedAt('own').map(({ body }) => body))).toEqual({
      'ratelimit_backoff:attachment': 1,
    })
  })

  it('by an answer to what it took, nothing of that is sent again', async () => {
    const { askedAt, client } = multiplexed(BOTH, { shop: [limits('60:error', 200)] })
    captureMessage('taken')
    await passed(120_000)
    expect(askedAt('shop')).toHaveLength(1)
    expect(client.stats()).toMatchObject({ delivered: 1 })
  })
})

describe('when one receiver refuses', () => {
  it('for its size, that one is sent the bare event and the others nothing more', async () => {
    const { client, askedAt, acceptedAt } = multiplexed(BOTH, { cart: [413] })
    client.captureException(new Error('big'), {
      captureContext: { extra: { much: 'x'.repeat(100) } },
      attachments: [{ filename: 'a.txt', data: 'a' }],
    })
    await passed(10)
    expect(askedAt('cart').map(typesOf)).toEqual([['event', 'attachment'], ['event']])
    expect(acceptedAt('cart')[0]?.event.extra).toBeUndefined()
    expect(acceptedAt('shop').map(typesOf)).toEqual([['event', 'attachment']])
    expect(acceptedAt('shop')[0]?.event.extra).toBeDefined()
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1, dropped: 0 })
  })

  it('for its size, one that is down still gets the whole event first', async () => {
    const { askedAt, acceptedAt } = multiplexed(BOTH, { cart: [413], shop: ['silence'] })
    captureException(new Error('big'), { extra: { much: 'x'.repeat(100) } })
    await passed(60_000)
    expect(acceptedAt('shop')[0]?.event.extra).toBeDefined()
    expect(acceptedAt('cart')).toHaveLength(1)
    expect(askedAt('cart')).toHaveLength(2)
  })

  it('even the bare event, that is a drop', async () => {
    const { client, askedAt } = multiplexed(BOTH, { cart: [413, 413] })
    captureException(new Error('big'))
    await passed(60_000)
    expect(client.stats()).toMatchObject({ captured: 1, dropped: 1, reasons: { send_error: 1 } })
    expect([askedAt('cart').length, askedAt('shop').length]).toEqual([2, 1])
  })

  it.each(['cart', 'shop'])(
    'for good, the event counts as dropped once and is sent to nobody again: %s',
    async (name) => {
      const { client, askedAt } = multiplexed(BOTH, { [name]: [400] })
      captureMessage('half')
      await passed(50_000)
      expect(client.stats()).toMatchObject({
        captured: 1,
        delivered: 0,
        dropped: 1,
        reasons: { send_error: 1 },
      })
      expect([askedAt('cart').length, askedAt('shop').length]).toEqual([1, 1])
    },
  )
})

describe('what travels along', () => {
  it('are attachments, to each receiver', async () => {
    const { client, acceptedAt } = multiplexed(BOTH)
    client.captureMessage('with a file', 'info', { attachments: [{ filename: 'a', data: 'a' }] })
    await passed(0)
    expect(acceptedAt('cart').map(typesOf)).toEqual([['event', 'attachment']])
    expect(acceptedAt('shop').map(typesOf)).toEqual([['event', 'attachment']])
  })

  it('are reports, to the own DSN only', async () => {
    const { acceptedAt } = multiplexed(
      () => [CART],
      {},
      {
        beforeSend: (event) => (event.message === 'no' ? null : event),
      },
    )
    captureMessage('no')
    captureMessage('yes')
    await passed(0)
    expect(acceptedAt('cart').map(typesOf)).toEqual([['event']])
    expect(acceptedAt('own').map(typesOf)).toEqual([['client_report']])
    expect(acceptedAt('own')[0]?.headers).not.toHaveProperty('event_id')
  })

  it('are reports, in one envelope with what goes to the own DSN anyway', async () => {
    const { acceptedAt } = multiplexed(
      () => [],
      {},
      {
        beforeSend: (event) => (event.message === 'no' ? null : event),
      },
    )
    captureMessage('no')
    captureMessage('yes')
    await passed(0)
    expect(acceptedAt('own').map(typesOf)).toEqual([['event', 'client_report']])
  })

  it('is no reason to wait: the event is delivered, and a report goes with what is next at home', async () => {
    const { client, acceptedAt } = multiplexed(
      ({ getEvent }) => (getEvent()?.message === 'at home' ? [] : [CART]),
      { own: ['silence', 'silence'] },
      { beforeSend: (event) => (event.message === 'no' ? null : event) },
    )
    captureMessage('no')
    captureMessage('of the cart')
    await passed(0)
    expect(client.stats()).toMatchObject({ delivered: 1, pending: 0, dropped: 1 })
    await passed(10_000)
    captureMessage('of the cart too')
    await passed(10)
    expect(acceptedAt('cart').map(typesOf)).toEqual([['event'], ['event']])
    captureMessage('at home')
    await passed(10)
    expect(acceptedAt('own')).toEqual([])
    await passed(10_000)
    captureMessage('at home')
    await passed(10)
    const reports = reported(acceptedAt('own').map(({ body }) => body))
    expect(reports).toEqual({ 'before_send:error': 1 })
  })

  it('are sessions, where the matcher wants them and not where the event goes', async () => {
    allowOddEvents('sessions are written by the test')
    const { client, acceptedAt } = multiplexed(({ getEvent, envelope: [, items] }) => {
      if (items.some(([{ type }]) => type === 'session')) return [SHOP]
      return getEvent() ? [CART] : []
    })
    client.sendEnvelope([{}, [[{ type: 'session' }, { sid: 'one' }]]])
    captureMessage('event')
    await passed(0)
    expect(acceptedAt('cart').map(typesOf)).toEqual([['event']])
    expect(acceptedAt('shop').map(typesOf)).toEqual([['session']])
  })
})

describe('the transport of each receiver', () => {
  it('has the options, headers and tunnel of the client', async () => {
    const given: TransportOptions[] = []
    const world = receivers()
    const make = makeMultiplexedTransport((options: TransportOptions) => {
      given.push(options)
      return createTransport(options, async () => ({ statusCode: 200 }))
    }, BOTH)
    start({
      dsn: OWN,
      tunnel: 'https://own.example/tunnel',
      transportOptions: { headers: { 'X-Shop': 'berlin' }, fetchOptions: { mode: 'cors' } },
      transport: make,
    })
    captureMessage('tunnelled')
    await passed(0)
    expect(given).toHaveLength(3)
    for (const options of given) {
      expect(options).toMatchObject({
        url: 'https://own.example/tunnel',
        headers: { 'X-Shop': 'berlin' },
        fetchOptions: { mode: 'cors' },
      })
    }
    expect(world.askedAt('own')).toEqual([])
  })

  it('has the headers that the program adds in a wrapper', async () => {
    const headers: unknown[] = []
    const make = makeMultiplexedTransport((options: TransportOptions) => {
      headers.push(options.headers)
      return createTransport(options, async () => ({ statusCode: 200 }))
    }, BOTH)
    start({ dsn: OWN, transport: (options) => make({ ...options, headers: { 'X-Mine': '1' } }) })
    captureMessage('wrapped')
    await passed(0)
    expect(headers).toEqual([{ 'X-Mine': '1' }, { 'X-Mine': '1' }, { 'X-Mine': '1' }])
  })

  it('finds its address by itself when it is made by hand', async () => {
    const { transport, askedAt } = receivers()
    const make = makeMultiplexedTransport(transport, () => [CART])
    const recordDroppedEvent = () => {}
    const item: [{ type: 'event' }, object] = [{ type: 'event' }, { message: 'by hand' }]
    allowOddEvents('the event is written by the test')
    const made = make({ url: 'https://own.example/', recordDroppedEvent })
    expect(await made.send([{}, [item] as Envelope[1]])).toMatchObject({ statusCode: 200 })
    expect(await made.flush(10)).toBe(true)
    expect(new URL(askedAt('cart')[0]?.url ?? '').searchParams.get('sentry_key')).toBe('cart')
  })
})

describe('whatever receivers answer', () => {
  const answers = fc.array(
    fc.constantFrom<Answer>(
      200,
      400,
      413,
      429,
      503,
      'silence',
      limits('5:error', 429),
      limits('3:error;attachment', 200),
      limits(null, 429, '7'),
    ),
    { maxLength: 12 },
  )
  const DSNS: Record<string, string> = { own: OWN, cart: CART, shop: SHOP }
  const routes = fc.array(fc.subarray(['own', 'cart', 'shop']), { minLength: 1, maxLength: 8 })

  it('nothing is lost, nothing arrives twice, and the books balance', async () => {
    await fc.assert(
      fc.asyncProperty(answers, answers, answers, routes, async (own, cart, shop, routed) => {
        const { client, titlesAt } = multiplexed(
          ({ getEvent }) => {
            const names = routed[Number(getEvent()?.message)] ?? []
            return names.map((name) => DSNS[name] as string)
          },
          { own: [...own], cart: [...cart], shop: [...shop] },
          { floodControl: false },
        )
        for (const index of routed.keys()) {
          client.captureMessage(`${index}`, 'info', {
            attachments: [{ filename: 'a.txt', data: 'a' }],
          })
          await passed(1500)
        }
        await passed(3_600_000)
        const taken = { own: titlesAt('own'), cart: titlesAt('cart'), shop: titlesAt('shop') }
        for (const titles of Object.values(taken)) expect(new Set(titles).size).toBe(titles.length)
        const complete = routed.filter((names, index) => {
          const goal = (names.length > 0 ? names : ['own']) as (keyof typeof taken)[]
          return goal.every((name) => taken[name].includes(`${index}`))
        })
        const stats = client.stats()
        expect(stats).toMatchObject({ captured: routed.length, pending: 0 })
        expect(stats.delivered).toBe(complete.length)
        expect(stats.dropped).toBe(routed.length - complete.length)
        await client.close(1)
      }),
      { numRuns: 40 },
    )
  })
})
