import { annotate, captureException, type Exception } from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'

async function eventOf(value: unknown) {
  const { captured } = start()
  captureException(value)
  return captured()
}

async function exceptionsOf(value: unknown): Promise<Exception[]> {
  return (await eventOf(value)).exception?.values ?? []
}

describe('own properties', () => {
  it('of an error go with it, those of a cause with the cause', async () => {
    const cause = Object.assign(new Error('inner'), { code: 'ECONNREFUSED', port: 5432 })
    const error = Object.assign(new Error('outer', { cause }), { details: { table: 'orders' } })
    const [inner, outer] = await exceptionsOf(error)
    expect(inner?.mechanism?.data).toEqual({ code: 'ECONNREFUSED', port: 5432 })
    expect(outer?.mechanism?.data).toEqual({ details: { table: 'orders' } })
  })

  it('that every error has are not told twice', async () => {
    const error = new Error('plain')
    Object.assign(error, { name: 'Own', message: 'own', stack: error.stack, cause: undefined })
    const [only] = await exceptionsOf(error)
    expect(only).toMatchObject({ type: 'Own', value: 'own' })
    expect(only?.mechanism).toEqual({ type: 'generic', handled: true })
  })

  it('of HTTP clients that hold whole requests and answers stay at home', async () => {
    const error = Object.assign(new Error('Request failed with status code 500'), {
      code: 'ERR_BAD_RESPONSE',
      config: { data: 'a body' },
      request: { body: 'a body' },
      response: { data: 'a body' },
    })
    const event = await eventOf(error)
    expect(event.exception?.values?.[0]?.mechanism?.data).toEqual({ code: 'ERR_BAD_RESPONSE' })
    expect(JSON.stringify(event)).not.toContain('a body')
  })

  it('are scrubbed like everything else', async () => {
    const error = Object.assign(new Error('x'), { password: 'hunter2', hint: 'token=abcdef123' })
    const [only] = await exceptionsOf(error)
    expect(only?.mechanism?.data).toEqual({ password: '[Filtered]', hint: 'token=[Filtered]' })
  })

  it('may throw, go round in circles and be many', async () => {
    const error = new Error('odd') as Error & Record<string, unknown>
    Object.defineProperty(error, 'a', {
      enumerable: true,
      get() {
        throw new Error('no')
      },
    })
    error.self = error
    for (let index = 0; index < 1000; index++) error[`k${index}`] = index
    const [only] = await exceptionsOf(error)
    expect(Object.keys(only?.mechanism?.data ?? {}).length).toBeLessThanOrEqual(51)
  })

  it('join what the capture call says of the mechanism, which wins', async () => {
    const { captured } = start()
    captureException(Object.assign(new Error('x'), { code: 1, own: true }), {
      mechanism: { type: 'mine', data: { code: 2 } },
    })
    const [only] = (await captured()).exception?.values ?? []
    expect(only?.mechanism).toEqual({ type: 'mine', handled: true, data: { code: 2, own: true } })
  })
})

describe('a cause', () => {
  it.each<[string, unknown, Partial<Exception>]>([
    ['a text', 'disk full', { type: 'Error', value: 'disk full' }],
    ['a number', 404, { type: 'Error', value: '404' }],
    ['an object', { a: 1 }, { value: 'Object captured as exception with keys: a' }],
    ['a symbol', Symbol('s'), { value: 'Symbol(s)' }],
    ['an answer', new Response('', { status: 502 }), { type: 'Response', value: '502' }],
  ])('that is %s is told as one', async (_what, cause, expected) => {
    const [inner, outer] = await exceptionsOf(new Error('outer', { cause }))
    expect(inner).toMatchObject({
      ...expected,
      mechanism: {
        type: 'chained',
        handled: true,
        synthetic: true,
        source: 'cause',
        exception_id: 1,
        parent_id: 0,
      },
    })
    expect(inner).not.toHaveProperty('stacktrace')
    expect(outer).toMatchObject({ value: 'outer', mechanism: { exception_id: 0 } })
  })

  it.each([[undefined], [null], ['']])('that is %j is none', async (cause) => {
    expect(await exceptionsOf(new Error('outer', { cause }))).toHaveLength(1)
  })

  it('below the fifth is counted where the chain is cut', async () => {
    let error = new Error('root')
    for (let level = 7; level > 0; level--) error = new Error(`level ${level}`, { cause: error })
    const values = await exceptionsOf(error)
    expect(values.map(({ value }) => value)).toEqual(
      [6, 5, 4, 3, 2, 1].map((level) => `level ${level}`),
    )
    expect(values[0]?.mechanism?.data).toEqual({ omitted_errors: 1 })
  })
})

describe('a group', () => {
  it('of errors and other values tells all of them', async () => {
    const values = await exceptionsOf(new AggregateError([new TypeError('a'), 'b'], 'both'))
    expect(values.map(({ type, value, mechanism }) => [type, value, mechanism?.source])).toEqual([
      ['Error', 'b', 'errors[1]'],
      ['TypeError', 'a', 'errors[0]'],
      ['AggregateError', 'both', undefined],
    ])
    expect(values[2]?.mechanism).toMatchObject({ is_exception_group: true, exception_id: 0 })
  })

  it('with more members than an event tells of says how many are missing', async () => {
    const errors = Array.from({ length: 100 }, (_, index) => new Error(`${index}`))
    const values = await exceptionsOf(new AggregateError(errors))
    expect(values).toHaveLength(6)
    expect(values.at(-1)?.mechanism?.data).toEqual({ omitted_errors: 95 })
  })

  it('of an error and the one that it suppressed tells both', async () => {
    // As engines with explicit resource management make it.
    const suppressed = Object.defineProperties(new Error('An error was suppressed'), {
      name: { value: 'SuppressedError' },
      error: { value: new TypeError('while closing') },
      suppressed: { value: new RangeError('while working') },
    })
    const values = await exceptionsOf(suppressed)
    expect(values.map(({ type, value, mechanism }) => [type, value, mechanism?.source])).toEqual([
      ['RangeError', 'while working', 'suppressed'],
      ['TypeError', 'while closing', 'error'],
      ['SuppressedError', 'An error was suppressed', undefined],
    ])
    expect(values[2]?.mechanism?.is_exception_group).toBe(true)
  })
})

describe('annotate', () => {
  it('attaches data that arrives with the error, and gives the error back', async () => {
    const error = Object.freeze(new Error('frozen'))
    expect(annotate(error, { order: 17 })).toBe(error)
    annotate(error, { step: 'pay' })
    expect((await eventOf(error)).extra).toEqual({ order: 17, step: 'pay' })
    expect(Object.keys(error)).toEqual([])
  })

  it('attaches data to causes; what is said of the captured error wins', async () => {
    const root = annotate(new Error('root'), { query: 'select', at: 'root' })
    const error = annotate(new Error('outer', { cause: root }), { at: 'outer' })
    expect((await eventOf(error)).extra).toEqual({ query: 'select', at: 'outer' })
  })

  it('attaches data to what is no object, until another such value is annotated', async () => {
    annotate('first text', { n: 1 })
    annotate('a text', { n: 2 })
    expect((await eventOf('a text')).extra).toEqual({ n: 2 })
    expect((await eventOf('first text')).extra).toBeUndefined()
  })

  it('attaches data to an object that is no error', async () => {
    const event = await eventOf(annotate({ a: 1 }, { n: 1 }))
    expect(event.extra).toEqual({ n: 1, __serialized__: { a: 1 } })
  })

  it('is scrubbed', async () => {
    const error = annotate(new Error('x'), { apiKey: 'abc', note: 'ask post@shop.example' })
    expect((await eventOf(error)).extra).toEqual({ apiKey: '[Filtered]', note: 'ask [Filtered]' })
  })

  it('joins what the capture call says', async () => {
    const { captured } = start()
    captureException(annotate(new Error('x'), { a: 1, b: 1 }), { extra: { c: 1 } })
    expect((await captured()).extra).toEqual({ a: 1, b: 1, c: 1 })
  })
})
