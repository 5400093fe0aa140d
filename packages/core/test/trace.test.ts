import {
  captureException,
  captureMessage,
  continueTrace,
  createClient,
  getCurrentScope,
  getTraceData,
  getTraceMetaTags,
  isEnabled,
  type Options,
  Scope,
  startNewTrace,
  withIsolationScope,
  withScope,
} from '@mayday/core'
import { describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'
import { barePlatform, scriptedReceiver } from './wire.js'

const TRACE = '0123456789abcdef0123456789abcdef'
const SPAN = '0123456789abcdef'

/** What a trace that came with these headers sends on, and what its events and their envelopes say. */
async function continued(
  sentryTrace: string | undefined,
  baggage?: string | string[],
  options: Partial<Options> = {},
) {
  const { transport, sent } = scriptedReceiver()
  const { client } = start({ transport, release: 'own@1', ...options })
  const inside = continueTrace({ sentryTrace, baggage }, () => {
    captureMessage('inside')
    return { data: getTraceData(), context: getCurrentScope().getPropagationContext() }
  })
  await client.flush()
  return { ...inside, event: sent[0]?.event, header: sent[0]?.headers.trace }
}

function membersOf(baggage: string | undefined): Record<string, string> {
  const pairs = (baggage ?? '').split(',').filter(Boolean)
  return Object.fromEntries(
    pairs.map((pair) => pair.split('=').map((text) => decodeURIComponent(text))),
  )
}

describe('a trace of our own', () => {
  it('is in the headers, on the events and on their envelopes, without a decision', async () => {
    const { transport, sent } = scriptedReceiver()
    start({
      transport,
      dsn: 'https://public@o17.receiver.example/1',
      release: 'shop@1 b',
      environment: 'dev',
    })
    captureMessage('m')
    const { traceId } = getCurrentScope().getPropagationContext()
    const { 'sentry-trace': header, baggage, traceparent } = getTraceData()
    expect(header).toMatch(new RegExp(`^${traceId}-[0-9a-f]{16}$`))
    expect(traceparent).toBeUndefined()
    expect(membersOf(baggage)).toEqual({
      'sentry-trace_id': traceId,
      'sentry-public_key': 'public',
      'sentry-release': 'shop@1 b',
      'sentry-environment': 'dev',
      'sentry-org_id': '17',
    })
    expect(baggage).toContain('sentry-release=shop%401%20b')
    expect(sent[0]?.event.contexts?.trace?.trace_id).toBe(traceId)
    expect(sent[0]?.headers.trace).toEqual({
      trace_id: traceId,
      public_key: 'public',
      release: 'shop@1 b',
      environment: 'dev',
      org_id: '17',
    })
  })

  it('says the same whatever becomes of its events', async () => {
    const { transport, sent } = scriptedReceiver()
    start({ transport, release: 'one', beforeSend: (event) => ({ ...event, release: 'two' }) })
    captureMessage('m')
    expect(sent[0]?.headers.trace).toMatchObject({ release: 'one' })
  })

  it('is written as the W3C wants it on request', () => {
    start()
    const { 'sentry-trace': header, traceparent } = getTraceData({ propagateTraceparent: true })
    expect(traceparent).toBe(`00-${header}-00`)
  })

  it('names one span where the scope has one', async () => {
    const { captured } = start()
    getCurrentScope().setPropagationContext({
      traceId: TRACE,
      sampleRand: 0.5,
      propagationSpanId: SPAN,
    })
    expect(getTraceData()['sentry-trace']).toBe(`${TRACE}-${SPAN}`)
    captureMessage('m')
    expect((await captured()).contexts?.trace?.span_id).toBe(SPAN)
  })

  it('begins with startNewTrace, which returns what its callback does', async () => {
    const { captured } = start()
    captureMessage('outside')
    const given = startNewTrace(() => {
      captureMessage('one')
      captureMessage('two')
      return 7
    })
    const idOfNext = async () => (await captured()).contexts?.trace?.trace_id
    const [outside, one, two] = [await idOfNext(), await idOfNext(), await idOfNext()]
    expect(given).toBe(7)
    expect(one).toBe(two)
    expect(one).not.toBe(outside)
    expect(getCurrentScope().getPropagationContext().traceId).toBe(outside)
  })

  it('is left out where nobody captures', () => {
    expect(getTraceData()).toEqual({})
    expect(getTraceMetaTags()).toBe('')
    start({ enabled: false })
    expect(getTraceData()).toEqual({})
  })

  it('is left out once the client is closed, which says that it is not enabled', async () => {
    const { client } = start()
    expect(isEnabled()).toBe(true)
    await client.close()
    expect(isEnabled()).toBe(false)
    expect(getTraceData()).toEqual({})
  })

  it('is left out where a scope holds what is no trace', () => {
    start()
    getCurrentScope().setPropagationContext({ traceId: 'x"><script>', sampleRand: 0 })
    expect(getTraceData()).toEqual({})
  })

  it('is that of a given scope and client', () => {
    start()
    const scope = new Scope()
    const dsn = 'https://other@receiver.example/2'
    const client = createClient({ dsn, transport: scriptedReceiver().transport }, barePlatform())
    const data = getTraceData({ scope, client })
    expect(data['sentry-trace']).toContain(scope.getPropagationContext().traceId)
    expect(membersOf(data.baggage)['sentry-public_key']).toBe('other')
  })
})

describe('an incoming trace', () => {
  it.each<[string, string, boolean | undefined]>([
    ['with a decision', `${TRACE}-${SPAN}-1`, true],
    ['decided against', `${TRACE}-${SPAN}-0`, false],
    ['undecided', `${TRACE}-${SPAN}`, undefined],
    ['with blanks around it', ` \t${TRACE}-${SPAN}-1 `, true],
  ])('goes on: %s', async (_what, header, sampled) => {
    const { context, data, event } = await continued(header)
    expect(context).toMatchObject({ traceId: TRACE, parentSpanId: SPAN })
    expect(context.sampled).toBe(sampled)
    expect(event?.contexts?.trace).toMatchObject({ trace_id: TRACE, parent_span_id: SPAN })
    const flag = sampled === undefined ? '' : `-${Number(sampled)}`
    expect(data['sentry-trace']).toMatch(new RegExp(`^${TRACE}-[0-9a-f]{16}${flag}$`))
    expect(data['sentry-trace']).not.toContain(`-${SPAN}`)
  })

  it.each([
    '0123-4567-1',
    '',
    undefined,
    `${TRACE.slice(1)}-${SPAN}`,
    `${TRACE.replace('f', 'g')}-${SPAN}`,
    `${TRACE}-${SPAN}-2`,
    `${TRACE}-${SPAN}-1-more`,
    `00-${TRACE}-${SPAN}-01`,
    TRACE,
    7,
    {},
    Object.create(null),
    Symbol('s'),
  ])('that is malformed begins a new one: %s', async (header) => {
    const { context, event } = await continued(header as string, 'sentry-release=theirs')
    expect(context.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(context.traceId).not.toBe(TRACE)
    expect(context).not.toHaveProperty('dsc')
    expect(event?.contexts?.trace).not.toHaveProperty('parent_span_id')
  })

  it('keeps what its head said, whatever we know', async () => {
    const baggage =
      'a=b;meta=1, sentry-release=shop%401.2,sentry-environment=de%20v;x=y , sentry-sample_rand=0.25'
    const { data, header } = await continued(
      `${TRACE}-${SPAN}-1`,
      `${baggage},sentry-trace_id=${TRACE}`,
    )
    const theirs = {
      release: 'shop@1.2',
      environment: 'de v',
      sample_rand: '0.25',
      trace_id: TRACE,
    }
    expect(header).toEqual(theirs)
    expect(membersOf(data.baggage)).toEqual(
      Object.fromEntries(Object.entries(theirs).map(([name, value]) => [`sentry-${name}`, value])),
    )
  })

  it('has no context of ours where it came without one', async () => {
    for (const baggage of [undefined, '', 'a=b']) {
      const { data, header, context } = await continued(`${TRACE}-${SPAN}`, baggage)
      expect(context.dsc).toEqual({})
      expect(data).not.toHaveProperty('baggage')
      expect(header).toBeUndefined()
    }
  })

  it('may bring its baggage in several headers, and broken members', async () => {
    const { context } = await continued(`${TRACE}-${SPAN}`, [
      'sentry-release=one, sentry-broken=%E0%A4%A, sentry-none',
      '=x,sentry-environment=two,,sentry-__proto__=three,sentry-replay_id=a=b',
    ])
    expect(context.dsc).toMatchObject({ release: 'one', environment: 'two', replay_id: 'a=b' })
    expect(context.dsc).not.toHaveProperty('broken')
    expect(context.dsc).not.toHaveProperty('none')
  })

  it.each<[string, string, (rand: number) => boolean, string]>([
    ['sampled', 'sentry-sampled=true,sentry-sample_rate=0.25', (rand) => rand < 0.25, '-1'],
    [
      'sampled, by its context alone',
      'sentry-sampled=true,sentry-sample_rate=0.25',
      (rand) => rand < 0.25,
      '',
    ],
    ['not sampled', 'sentry-sampled=false,sentry-sample_rate=0.25', (rand) => rand >= 0.25, '-0'],
    ['never sampled', 'sentry-sample_rate=0', (rand) => rand >= 0, '-0'],
    ['of a wrong rate', 'sentry-sample_rate=x', (rand) => rand >= 0 && rand < 1, '-1'],
    [
      'with an empty number',
      'sentry-sample_rand=,sentry-sample_rate=0.1',
      (rand) => rand < 0.1,
      '-1',
    ],
    [
      'with its own number',
      'sentry-sample_rand=0.75,sentry-sample_rate=0.1',
      (rand) => rand === 0.75,
      '-1',
    ],
  ])(
    'has a random number that agrees with its decision: %s',
    async (_what, baggage, agrees, flag) => {
      const random = vi.spyOn(Math, 'random')
      for (const value of [0, 0.3, 0.999999999]) {
        random.mockReturnValue(value)
        const { context } = await continued(`${TRACE}-${SPAN}${flag}`, baggage, { sampleRate: 1 })
        expect(agrees(context.sampleRand), `${context.sampleRand}`).toBe(true)
        expect(context.sampleRand).toBeLessThan(1)
        expect(context.dsc?.sample_rand).toMatch(/^0\.\d+$/)
        expect(Number(context.dsc?.sample_rand)).toBe(context.sampleRand)
      }
      random.mockRestore()
    },
  )

  const [own, theirs] = ['1', '2']
  it.each<[string, Partial<Options>, string | undefined, boolean]>([
    ['of the same organization', { orgId: own }, own, true],
    ['of the same, given as a number', { orgId: 1 }, own, true],
    ['of another organization', { orgId: own }, theirs, false],
    ['of another, by the DSN', { dsn: 'https://k@o1.receiver.example/1' }, theirs, false],
    ['of the same, by the DSN', { dsn: 'https://k@o1.receiver.example/1' }, own, true],
    [
      'of the option’s, not the DSN’s',
      { dsn: 'https://k@o2.receiver.example/1', orgId: own },
      own,
      true,
    ],
    ['of nobody', { orgId: own }, undefined, true],
    ['for nobody', {}, theirs, true],
    ['of another, strictly', { orgId: own, strictTraceContinuation: true }, theirs, false],
    ['of nobody, strictly', { orgId: own, strictTraceContinuation: true }, undefined, false],
    ['for nobody, strictly', { strictTraceContinuation: true }, theirs, false],
    ['of the same, strictly', { orgId: own, strictTraceContinuation: true }, own, true],
    ['of nobody, for nobody, strictly', { strictTraceContinuation: true }, undefined, true],
  ])('%s', async (_what, options, org, goesOn) => {
    const baggage = org && `sentry-org_id=${org},sentry-trace_id=${TRACE}`
    const { context } = await continued(`${TRACE}-${SPAN}-1`, baggage, options)
    expect(context.traceId === TRACE).toBe(goesOn)
  })

  it('ends with its callback, whose error it passes on', () => {
    start()
    const before = getCurrentScope().getPropagationContext()
    const error = new Error('mine')
    const run = () =>
      continueTrace({ sentryTrace: `${TRACE}-${SPAN}` }, () => {
        throw error
      })
    expect(run).toThrow(error)
    expect(getCurrentScope().getPropagationContext()).toBe(before)
    expect(continueTrace(undefined as never, () => 7)).toBe(7)
  })

  it('reaches the events of a scope that is given it by a call', async () => {
    const { captured } = start()
    const propagationContext = { traceId: TRACE, sampleRand: 0.1, parentSpanId: SPAN }
    captureException(new Error('e'), { propagationContext })
    expect((await captured()).contexts?.trace).toMatchObject({ trace_id: TRACE })
  })
})

describe('the baggage header', () => {
  it('has as many members as there is room for, and no broken one', () => {
    start()
    getCurrentScope().setPropagationContext({
      traceId: TRACE,
      sampleRand: 0,
      dsc: {
        first: 'x'.repeat(4000),
        second: 'y'.repeat(5000),
        half: '\ud800',
        empty: '',
        last: 'z',
      },
    })
    const { baggage = '' } = getTraceData()
    expect(Object.keys(membersOf(baggage))).toEqual(['sentry-first', 'sentry-last'])
    expect(baggage.length).toBeLessThanOrEqual(8192)
  })
})

describe('meta tags', () => {
  it('hand the trace to a page', () => {
    start()
    getCurrentScope().setPropagationContext({
      traceId: TRACE,
      sampleRand: 0,
      propagationSpanId: SPAN,
      dsc: { release: '"<1>"' },
    })
    expect(getTraceMetaTags()).toBe(
      `<meta name="sentry-trace" content="${TRACE}-${SPAN}"/>` +
        '<meta name="baggage" content="sentry-release=%22%3C1%3E%22"/>',
    )
    expect(getTraceMetaTags({ baggage: '"><script>&' })).toBe(
      '<meta name="baggage" content="&#34;&#62;&#60;script&#62;&#38;"/>',
    )
  })
})

describe('a request or job', () => {
  const traceHere = () => getCurrentScope().getPropagationContext()

  it('has a trace of its own, with all that is nested in it', () => {
    start()
    const outer = traceHere().traceId
    const [one, nested] = withIsolationScope(() => [
      traceHere().traceId,
      withIsolationScope(() => traceHere().traceId),
    ])
    const two = withScope(() => withIsolationScope(() => traceHere().traceId))
    expect(new Set([outer, one, two]).size).toBe(3)
    expect(nested).toBe(one)
    expect(traceHere().traceId).toBe(outer)
  })

  it('goes on with the trace it is part of', () => {
    start()
    continueTrace({ sentryTrace: `${TRACE}-${SPAN}` }, () =>
      withIsolationScope(() => expect(traceHere().traceId).toBe(TRACE)),
    )
    startNewTrace(() => {
      const { traceId } = traceHere()
      withIsolationScope(() => expect(traceHere().traceId).toBe(traceId))
    })
    getCurrentScope().setPropagationContext({ traceId: TRACE, parentSpanId: SPAN, sampleRand: 0 })
    withIsolationScope(() => expect(traceHere().traceId).toBe(TRACE))
  })
})
