import {
  addBreadcrumb,
  annotate,
  captureEvent,
  captureException,
  captureMessage,
  createTransport,
  type Event,
  flush,
  type Options,
  type TransportResponse,
} from '@mayday/core'
import { parseEnvelope } from '@mayday/core/testing'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { allowOddEvents } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'
import { DSN } from './wire.js'

/** Every run of a property has a client of its own. */
const RUNS = { numRuns: 60 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Values that defend themselves: each throws, lies or goes round in circles when it is looked at. */
const hostile = fc.constantFrom<() => unknown>(
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  },
  () => {
    const { proxy, revoke } = Proxy.revocable(new Error('x'), {})
    revoke()
    return proxy
  },
  () =>
    new Proxy(new Error('trapped'), {
      get() {
        throw new Error('get')
      },
      ownKeys() {
        throw new Error('ownKeys')
      },
      getPrototypeOf() {
        throw new Error('getPrototypeOf')
      },
    }),
  () => Object.freeze(new Error('frozen')),
  () => Object.create(null),
  () => Symbol('s'),
  () => () => {},
  () => new Response('', { status: 500 }),
  () => new Event('close'),
  () => new DOMException('gone', 'AbortError'),
  () => new Map([[{}, new Set([1])]]),
  () => new Date(Number.NaN),
  () => ({
    toString() {
      throw new Error('toString')
    },
    toJSON() {
      throw new Error('toJSON')
    },
  }),
  () => {
    const error = new Error('round')
    error.cause = new AggregateError([error, { error }], 'group')
    return error
  },
  () =>
    // The stack first: an engine that has not written it yet would ask for the message.
    Object.defineProperties(new Error(), {
      stack: {
        get() {
          throw new Error('stack')
        },
      },
      name: { value: Symbol('name') },
      message: {
        get() {
          throw new Error('message')
        },
      },
    }),
)

type Make = () => unknown

/** Makes any value at all, nested, and perhaps hostile somewhere inside; made late, since it bites its maker, too. */
const anything: fc.Arbitrary<Make> = fc.letrec<{ value: Make }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc
      .anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
      .map((value) => () => value),
    hostile,
    fc
      .tuple(fc.string(), fc.dictionary(fc.string(), tie('value')), tie('value'))
      .map(([message, own, cause]) => () => {
        const members = Object.entries(own).map(([key, make]) => [key, make()])
        return Object.assign(
          new TypeError(message, { cause: cause() }),
          Object.fromEntries(members),
        )
      }),
    fc.array(tie('value')).map((all) => () => new AggregateError(all.map((make) => make()))),
    fc.tuple(tie('value'), tie('value')).map(([one, other]) => () => ({
      error: one(),
      other: other(),
    })),
  ),
})).value

describe('any value at all', () => {
  it('can be captured, and becomes an event with a title', async () => {
    await fc.assert(
      fc.asyncProperty(anything, anything, async (makeThrown, makeExtra) => {
        const thrown = makeThrown()
        const extra = makeExtra()
        const { events, client } = start({ floodControl: false, defaultIntegrations: false })
        const id = captureException(annotate(thrown, { note: extra }), { extra: { extra } })
        await flush()
        const [event] = events
        expect(event?.event_id).toBe(id)
        const last = event?.exception?.values?.at(-1)
        expect(typeof last?.type).toBe('string')
        expect(typeof last?.value).toBe('string')
        expect(last?.type).not.toBe('')
        expect(client.stats()).toMatchObject({ captured: 1, delivered: 1, dropped: 0 })
      }),
      RUNS,
    )
  })

  it('is not changed by being captured', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 3 }), fc.string(), (value, message) => {
        start({ floodControl: false })
        const before = structuredClone(value)
        const error = Object.assign(new Error(message, { cause: value }), { value })
        const keys = Reflect.ownKeys(error)
        captureException(value)
        captureException(error)
        expect(value).toEqual(before)
        expect(Reflect.ownKeys(error)).toEqual(keys)
      }),
      RUNS,
    )
  })
})

describe('an event made by hand', () => {
  it('of anything at all neither throws nor gets lost without a reason', async () => {
    allowOddEvents('the events are made of anything')
    const names = [
      ...['message', 'logentry', 'exception', 'fingerprint', 'tags', 'extra', 'contexts', 'user'],
      ...['breadcrumbs', 'level', 'request', 'event_id', 'timestamp', 'sdk', 'whatever'],
    ]
    const members = fc.array(fc.tuple(fc.constantFrom(...names), anything), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(members, anything, async (made, odd) => {
        const { client, events } = start({ debug: false })
        const event = Object.fromEntries(made.map(([name, make]) => [name, make()])) as Event
        client.captureEvent(event)
        client.captureEvent({ ...event, exception: { values: [odd() as never] } })
        client.captureEvent(odd() as never)
        await flush()
        const { captured, delivered, pending, reasons } = client.stats()
        expect({ captured, pending }).toEqual({ captured: 3, pending: 0 })
        expect(delivered).toBe(events.length)
        expect(reasons).not.toHaveProperty('network_error')
      }),
      RUNS,
    )
  })
})

describe('whatever is put on an event', () => {
  const big = fc.oneof(
    fc.integer({ min: 1, max: 200_000 }).map((length) => 'x'.repeat(length)),
    fc.integer({ min: 1, max: 50_000 }).map((length) => 'ß"\n'.repeat(length)),
    fc.integer({ min: 1, max: 3000 }).map((length) => Array.from({ length }, () => ({ a: [{}] }))),
    fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }))
      .map(([width, height]) =>
        Object.fromEntries(
          Array.from({ length: width }, (_, x) => [
            `member ${x}`,
            Object.fromEntries(Array.from({ length: height }, (_, y) => [`inner ${y}`, y])),
          ]),
        ),
      ),
  )

  it('the event fits: under 200 kB of what the program gave, and JSON', async () => {
    await fc.assert(
      fc.asyncProperty(big, big, big, fc.nat(100), async (extra, context, data, crumbs) => {
        const { envelopes } = start()
        for (let index = 0; index < crumbs; index++) addBreadcrumb({ message: 'b', data: { data } })
        const error = Object.assign(new Error(String(extra)), { data })
        captureException(error, { extra: { extra }, contexts: { big: { context } } })
        await flush()
        expect(envelopes).toHaveLength(1)
        // Characters beyond ASCII take two or three bytes each.
        expect(envelopes[0]?.length).toBeLessThan(260_000)
        parseEnvelope(envelopes[0] as string)
      }),
      { numRuns: 25 },
    )
  })

  it('beforeSend included, receivers accept it', async () => {
    allowOddEvents('beforeSend puts members where none belong')
    const parts = fc.subarray(['extra', 'tags', 'contexts', 'user', 'request', 'message'] as const)
    await fc.assert(
      fc.asyncProperty(parts, fc.integer({ min: 1, max: 3 }), async (names, megabytes) => {
        const long = 'x'.repeat(megabytes * 500_000)
        const put = names.map((name) => [name, name === 'message' ? long : { long }])
        const { envelopes } = start({
          beforeSend: (event) => ({ ...event, ...Object.fromEntries(put) }) as Event,
        })
        captureException(new Error('kept'))
        await flush()
        expect(envelopes[0]?.length).toBeLessThan(1_000_000)
        expect(envelopes[0]).toContain('"value":"kept"')
      }),
      { numRuns: 15 },
    )
  })
})

describe('a flood of any shape', () => {
  it('is told in full by the events that arrive', async () => {
    const options = fc.record({
      burst: fc.integer({ min: 1, max: 20 }),
      interval: fc.integer({ min: 1, max: 100_000 }),
      perMinute: fc.integer({ min: 1, max: 200 }),
    })
    const step = fc.record({
      kind: fc.nat(150),
      times: fc.integer({ min: 1, max: 40 }),
      pause: fc.constantFrom(0, 0, 10, 1000, 90_000),
      flush: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(options, fc.array(step), async (floodControl, steps) => {
        const { events, client } = start({
          floodControl,
          defaultIntegrations: false,
          transportOptions: { bufferSize: 100_000 },
        })
        let captured = 0
        for (const { kind, times, pause, flush: isFlushed } of steps) {
          for (let count = 0; count < times; count++) captureMessage(`kind ${kind}`)
          captured += times
          await vi.advanceTimersByTimeAsync(pause)
          if (isFlushed) await flush()
        }
        await flush()
        const told = events.map(({ contexts }) => {
          const { suppressed = 0, suppressed_others = 0 } = (contexts?.mayday ?? {}) as {
            suppressed?: number
            suppressed_others?: number
          }
          return 1 + suppressed + suppressed_others
        })
        expect(told.reduce((sum, count) => sum + count, 0)).toBe(captured)
        expect(client.stats()).toMatchObject({ captured, delivered: events.length, pending: 0 })
      }),
      RUNS,
    )
  })
})

describe('the ledger', () => {
  type Fault = number | 'silence' | 'never'
  const fault = fc.constantFrom<Fault>(200, 200, 200, 413, 429, 500, 503, 'silence')
  const judge = fc.constantFrom('keep', 'drop', 'throw', 'later', 'reject', 'nonsense')
  const action = fc.constantFrom(
    'exception',
    'message',
    'event',
    'repeat',
    'flush',
    'wait',
    'crumb',
  )

  function answer(event: Event, how: string): Event | null | PromiseLike<Event | null> {
    if (how === 'drop') return null
    if (how === 'throw') throw new Error('callback')
    if (how === 'later') return Promise.resolve(event)
    if (how === 'reject') return Promise.reject(new Error('late callback'))
    return how === 'nonsense' ? (7 as never) : event
  }

  it('balances at any time, over random pipelines and faults', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          faults: fc.array(fault, { maxLength: 30 }),
          judgements: fc.array(judge, { maxLength: 20 }),
          processed: fc.array(judge, { maxLength: 20 }),
          actions: fc.array(action, { maxLength: 60 }),
          sampleRate: fc.constantFrom(1, 1, 0.5),
          bufferSize: fc.constantFrom(1, 5, 100),
          consent: fc.constantFrom<Options['consent']>('granted', 'granted', 'pending', 'denied'),
        }),
        async ({ faults, judgements, processed, actions, ...options }) => {
          const accepted = new Set<string>()
          let told = 0
          const { client } = start({
            ...options,
            dsn: DSN,
            transport: (given) =>
              createTransport(given, async ({ body }): Promise<TransportResponse> => {
                const outcome = faults.shift() ?? 200
                if (outcome === 'silence') throw new Error('no answer')
                const { items } = parseEnvelope(body)
                for (const { headers, text } of items) {
                  if (headers.type !== 'event' || outcome !== 200) continue
                  accepted.add((JSON.parse(text) as Event).event_id as string)
                }
                return { statusCode: outcome as number }
              }),
            transportOptions: { bufferSize: options.bufferSize },
            ignoreErrors: ['ignored'],
            beforeSend: (event) => answer(event, judgements.shift() ?? 'keep'),
            onDrop: (_reason, { category, quantity }) => {
              if (category === 'error') told += quantity
            },
          })
          client.addEventProcessor((event) => answer(event, processed.shift() ?? 'keep'))

          const balance = (): void => {
            const { captured, delivered, pending, dropped, reasons } = client.stats()
            expect(captured).toBe(delivered + pending + dropped)
            expect(pending).toBeGreaterThanOrEqual(0)
            expect(dropped).toBe(Object.values(reasons).reduce((sum, one) => sum + one, 0))
            expect(told).toBe(dropped)
          }
          const repeated = new Error('repeated')
          for (const [index, name] of actions.entries()) {
            if (name === 'exception') captureException(new Error(index % 3 ? 'e' : 'ignored'))
            if (name === 'message') captureMessage(`m ${index % 4}`)
            if (name === 'event') captureEvent({ message: 'by hand' })
            if (name === 'repeat') captureException(repeated)
            if (name === 'crumb') addBreadcrumb({ message: 'b' })
            if (name === 'wait') await vi.advanceTimersByTimeAsync(700)
            if (name === 'flush') void client.flush(100)
            balance()
          }
          client.setConsent('granted')
          const closed = client.close(86_400_000)
          await vi.advanceTimersByTimeAsync(86_400_000)
          expect(await closed).toBe(true)
          balance()
          expect(client.stats()).toMatchObject({ pending: 0, delivered: accepted.size })
          printed('log')
        },
      ),
      { numRuns: 150 },
    )
  })
})
