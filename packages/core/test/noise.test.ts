import {
  addIntegration,
  captureEvent,
  captureException,
  captureMessage,
  createClient,
  type Event,
  type Options,
  setTag,
} from '@mayday/core'
import { createMemoryReceiver } from '@mayday/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { allowOddEvents } from '../../../test/setup/valid-events.js'
import { start } from './setup.js'
import { barePlatform, reported } from './wire.js'

const REDIRECT = 'noise/framework-redirect'

/** An error of Next.js, which steers by digests. */
const digest = (text: unknown, message = 'NEXT') =>
  Object.assign(new Error(message), { digest: text })

/** As SvelteKit makes them; class names do not survive minifiers. */
const { a: SvelteRedirect, b: SvelteHttpError } = {
  a: class {
    constructor(
      readonly status: number,
      readonly location: string,
    ) {}
  },
  b: class {
    constructor(
      readonly status: number,
      readonly body: { message: string },
    ) {}
    toString(): string {
      return JSON.stringify(this.body)
    }
  },
}

class ResponseError extends Error {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {
    super('The server said no')
  }
}

/** What comes through when this value is captured, and what the books say. */
async function outcome(thrown: unknown, options: Partial<Options> = {}) {
  const { client, events, envelopes } = start(options)
  captureException(thrown)
  await client.flush()
  const { captured, delivered, dropped, rules } = client.stats()
  expect(captured).toBe(delivered + dropped)
  expect(reported(envelopes)).toEqual(dropped ? { 'event_processor:error': dropped } : {})
  return { events, rules }
}

describe(REDIRECT, () => {
  it.each<[string, unknown]>([
    ['redirect() of Next.js', digest('NEXT_REDIRECT;replace;/login;307;')],
    ['notFound() of Next.js up to 14', digest('NEXT_NOT_FOUND')],
    ['notFound() of Next.js', digest('NEXT_HTTP_ERROR_FALLBACK;404')],
    ['forbidden() of Next.js', digest('NEXT_HTTP_ERROR_FALLBACK;403')],
    ['a bail-out to the client', digest('BAILOUT_TO_CLIENT_SIDE_RENDERING')],
    ['a use of request data', digest('DYNAMIC_SERVER_USAGE')],
    ['redirect() of SvelteKit', new SvelteRedirect(303, '/login')],
    ['error(404) of SvelteKit', new SvelteHttpError(404, { message: 'Not found' })],
    ['redirect() of Remix and React Router', Response.redirect('https://shop.example/login')],
    ['redirect() of TanStack Router', new Response(null, { status: 307 })],
    ['redirect() of an older TanStack Router', { to: '/login', isRedirect: true }],
    ['notFound() of TanStack Router', { isNotFound: true }],
  ])('drops %s, and counts it', async (_what, thrown) => {
    const { events, rules } = await outcome(thrown)
    expect(events).toEqual([])
    expect(rules).toEqual({ [REDIRECT]: 1 })
  })

  it.each<[string, unknown]>([
    ['an error of a server component', digest('2338127846')],
    ['a digest that only reads alike', digest('MY_NEXT_REDIRECT')],
    ['a digest that is no text', digest(404)],
    ['a digest that cannot be read', digest(Symbol('NEXT_REDIRECT'))],
    ['a message that reads alike', new Error('NEXT_REDIRECT')],
    ['error(500) of SvelteKit', new SvelteHttpError(500, { message: 'Internal Error' })],
    ['an answer with 404', new Response('no', { status: 404 })],
    ['an answer that was not modified', new Response(null, { status: 304 })],
    ['an answer with 500', new Response('no', { status: 500 })],
    ['an object with status and body', { status: 404, body: { message: 'no basket' } }],
    ['an error with status and body', new ResponseError(404, { message: 'no basket' })],
    ['an error that names a redirect', Object.assign(new Error('loop'), { status: 302 })],
    ['an error that found nothing', Object.assign(new Error('none'), { isNotFound: true })],
    ['an object that says it was found', { isNotFound: false, isRedirect: false }],
    ['a text', 'NEXT_REDIRECT'],
    ['nothing', undefined],
    ['null', null],
    ['a symbol', Symbol('s')],
    ['a number', 302],
  ])('lets %s pass', async (_what, thrown) => {
    const { events, rules } = await outcome(thrown)
    expect(events).toHaveLength(1)
    expect(rules).toEqual({})
  })

  const trap = () => {
    throw new Error('a trap')
  }
  const traps = Object.fromEntries(
    Object.getOwnPropertyNames(Reflect).map((name) => [name, trap]),
  ) as ProxyHandler<object>
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()

  it.each<[string, unknown]>([
    ['a proxy that throws', new Proxy({}, traps)],
    ['an error behind a proxy that throws', new Proxy(new Error('behind'), traps)],
    ['a revoked proxy', revoked],
    [
      'an error with a getter that throws',
      Object.defineProperty(new Error(), 'digest', { get: trap }),
    ],
    ['an object whose text throws', { status: 404, body: {}, toString: trap }],
    ['an object without a text', Object.assign(Object.create(null), { status: 404, body: {} })],
    ['a body that has no JSON', { status: 404, body: 1n }],
    ['a status that has no text', { status: { toString: trap } }],
  ])('is not disturbed by %s', async (_what, thrown) => {
    const { events, rules } = await outcome(thrown)
    expect(events).toHaveLength(1)
    expect(rules).toEqual({})
  })
})

describe('noise/empty', () => {
  const nothing = (error = new Error()) => Object.assign(error, { stack: '' })
  const uncaught = (thrown: unknown) => async () => {
    const { client, events } = start()
    const mechanism = { type: 'auto.test', handled: false }
    client.captureException(thrown, { mechanism, syntheticException: null })
    await client.flush()
    return { events, rules: client.stats().rules }
  }
  const event = (event: Event) => async () => {
    const { client, events } = start()
    captureEvent(event)
    await client.flush()
    return { events, rules: client.stats().rules }
  }

  it.each<[string, () => Promise<{ events: unknown[]; rules: object }>]>([
    ['an error without message and stack that nobody catches', uncaught(nothing())],
    ['an empty text that nobody catches', uncaught('')],
    ['an exception without anything', event({ exception: { values: [{}] } })],
    ['an exception with empty texts', event({ exception: { values: [{ type: '', value: '' }] } })],
  ])('drops %s', async (_what, capture) => {
    const { events, rules } = await capture()
    expect(events).toEqual([])
    expect(rules).toEqual({ 'noise/empty': 1 })
  })

  it.each<[string, () => Promise<{ events: unknown[]; rules: object }>]>([
    ['a stack', uncaught(new Error())],
    ['a message', uncaught(nothing(new Error('m')))],
    ['a type', uncaught(nothing(new RangeError()))],
    ['a cause', uncaught(Object.assign(nothing(), { cause: new Error('why') }))],
    ['a message of the event', event({ message: 'm', exception: { values: [{}] } })],
    ['no exception at all', event({ message: '' })],
    ['been captured by the program', () => outcome(nothing())],
  ])('lets pass what has %s', async (_what, capture) => {
    allowOddEvents('the events say little')
    const { events, rules } = await capture()
    expect(events).toHaveLength(1)
    expect(rules).toEqual({})
  })
})

describe('the option noise', () => {
  it.each<[string, Options['noise']]>([
    ['one rule', { [REDIRECT]: false }],
    ['all rules', false],
  ])('switches off %s', async (_what, noise) => {
    const { events, rules } = await outcome(digest('NEXT_REDIRECT;push;/;307;'), { noise })
    expect(events).toHaveLength(1)
    expect(rules).toEqual({})
  })

  it.each<[string, Options['noise']]>([
    ['another rule is off', { 'noise/empty': false }],
    ['it is said to be on', { [REDIRECT]: true }],
    ['nothing is said', undefined],
  ])('leaves a rule on where %s', async (_what, noise) => {
    const { rules } = await outcome(digest('NEXT_REDIRECT;push;/;307;'), { noise })
    expect(rules).toEqual({ [REDIRECT]: 1 })
  })

  it('is open to integrations, which may turn all rules off', async () => {
    const { client, events } = start()
    addIntegration({
      name: 'Everything',
      setup(client) {
        client.getOptions().noise = false
      },
    })
    captureException(digest('NEXT_NOT_FOUND'))
    await client.flush()
    expect(events).toHaveLength(1)
    // The defaults of other clients are not touched.
    expect((await outcome(digest('NEXT_NOT_FOUND'))).rules).toEqual({ [REDIRECT]: 1 })
  })

  it('is warned of where it names no rules, once for all of them', () => {
    const noise = { 'noise/bto': false, [REDIRECT]: false, 'noise/abrot': true } as Options['noise']
    start({ noise })
    expect(printed('warn')).toEqual(['[mayday] init: noise has no rules noise/bto, noise/abrot'])
  })
})

it('tells onDrop which rule it was, and what was dropped', async () => {
  const onDrop = vi.fn()
  await outcome(digest('NEXT_NOT_FOUND', 'gone'), { onDrop })
  expect(onDrop).toHaveBeenCalledExactlyOnceWith(
    'event_processor',
    expect.objectContaining({ category: 'error', quantity: 1, rule: REDIRECT }),
  )
})

it('shows nothing in a preview of what would be dropped', async () => {
  const { client } = start()
  expect(await client.preview(digest('NEXT_NOT_FOUND'))).toBe('')
  expect(client.stats()).toMatchObject({ captured: 0, rules: {} })
})

describe('the rules of a platform', () => {
  it('are asked in order, and what throws does not hit', async () => {
    const memory = createMemoryReceiver()
    const asked: string[] = []
    const client = createClient(
      memory.options,
      barePlatform({
        noise: {
          'noise/bot': () => {
            asked.push('throws')
            throw new Error('in a rule')
          },
          'noise/empty': ({ title }) => asked.push('drops') > 0 && title === 'Error: noise',
          'noise/abort': () => asked.push('never') > 0,
        },
      }),
    )
    client.captureException(new Error('noise'))
    await client.flush()
    expect(asked).toEqual(['throws', 'drops'])
    expect(memory.events).toEqual([])
    expect(client.stats().rules).toEqual({ 'noise/empty': 1 })
    await client.close(1)
  })

  it('may tag, which overwrites no tag and changes no object of the program', async () => {
    const memory = createMemoryReceiver()
    const client = createClient(
      memory.options,
      barePlatform({ noise: { 'noise/chunk-load': () => ({ chunk_load: 'true', mine: 'no' }) } }),
    )
    setTag('scope', 'too')
    const event = { message: 'm', tags: { mine: 'yes' } }
    client.captureEvent(event)
    expect(event).toEqual({ message: 'm', tags: { mine: 'yes' } })
    await client.flush()
    expect(memory.events[0]?.tags).toEqual({ chunk_load: 'true', mine: 'yes', scope: 'too' })
    expect(client.stats().rules).toEqual({})
    await client.close(1)
  })
})

it('is found at the beginning of texts, however long they are', async () => {
  const memory = createMemoryReceiver()
  const seen: string[] = []
  const client = createClient(
    memory.options,
    barePlatform({ noise: { 'noise/webview': ({ title }) => seen.push(title) < 0 } }),
  )
  client.captureMessage('x'.repeat(1_000_000))
  await client.flush()
  expect(memory.events).toHaveLength(1)
  expect(seen).toEqual([`: ${'x'.repeat(498)}`])
  await client.close(1)
})

it('messages pass the common rules', async () => {
  const { client, events } = start()
  captureMessage('NEXT_REDIRECT')
  await client.flush()
  expect(events).toHaveLength(1)
})
