import { runInNewContext } from 'node:vm'
import { captureException } from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'

async function titleOf(value: unknown): Promise<string> {
  const { captured } = start()
  captureException(value)
  const last = (await captured()).exception?.values?.at(-1)
  return `${last?.type}: ${last?.value}`
}

class Refusing extends Error {
  override get message(): string {
    throw new Error('no message for you')
  }
}

describe('any thrown value', () => {
  it.each<[string, () => unknown, string]>([
    ['an error of another realm', () => runInNewContext('new TypeError("far")'), 'TypeError: far'],
    ['a text', () => 'just text', 'Error: just text'],
    ['undefined', () => undefined, 'Error: undefined'],
    ['null', () => null, 'Error: null'],
    ['a symbol', () => Symbol('s'), 'Error: Symbol(s)'],
    ['a bigint', () => 12n, 'Error: 12'],
    ['an object', () => ({ b: 1, a: 2 }), 'Error: Object captured as exception with keys: a, b'],
    [
      'an object without a prototype',
      () => Object.assign(Object.create(null), { code: 1 }),
      'Error: Object captured as exception with keys: code',
    ],
    [
      'an empty object',
      () => ({}),
      'Error: Object captured as exception with keys: [object has no keys]',
    ],
    [
      'a response',
      () => new Response('', { status: 404, statusText: 'Not Found' }),
      'Response: 404 Not Found',
    ],
    [
      "an answer of Angular's HTTP client",
      () => ({
        name: 'HttpErrorResponse',
        status: 404,
        statusText: 'Not Found',
        url: 'https://h.example/a?q=1',
        error: 'its body',
      }),
      'HttpErrorResponse: 404 Not Found, https://h.example/a',
    ],
    ['an error whose message throws', () => new Refusing(), 'Error: No error message'],
    [
      'an event',
      () => new Event('close'),
      'Event: Event `Event` (type=close) captured as exception',
    ],
    ['a DOMException', () => new DOMException('gone', 'AbortError'), 'AbortError: gone'],
    ['an object that holds an error', () => ({ error: new TypeError('held') }), 'TypeError: held'],
  ])('gives %s a title', async (_what, make, title) => {
    expect(await titleOf(make())).toBe(title)
  })

  it('leaves the body of an answer where it is', async () => {
    const memory = start()
    captureException({ name: 'HttpErrorResponse', status: 500, error: { text: 'its body' } })
    expect(JSON.stringify(await memory.captured())).not.toContain('its body')
  })

  it('survives a revoked proxy', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(await titleOf(proxy)).toContain('captured as exception')
  })

  it('keeps what a thrown object says, in a copy', async () => {
    const { captured } = start()
    const thrown = { code: 42, deep: { list: [1, 2] } }
    captureException(thrown)
    thrown.code = 0
    const event = await captured()
    expect(event.extra).toEqual({ __serialized__: { code: 42, deep: { list: [1, 2] } } })
    expect(event.exception?.values?.[0]?.mechanism).toMatchObject({ synthetic: true })
  })

  it('tells the causes, innermost first, with the mechanism on the captured error', async () => {
    const { captured } = start()
    const root = new Error('disk full')
    const middle = new TypeError('cannot save', { cause: root })
    captureException(new Error('request failed', { cause: middle }), {
      mechanism: { type: 'auto.test', handled: false },
    })
    const values = (await captured()).exception?.values
    expect(values?.map((one) => one.value)).toEqual(['disk full', 'cannot save', 'request failed'])
    expect(values?.map((one) => one.mechanism)).toEqual([
      { type: 'chained', handled: true, source: 'cause', exception_id: 2, parent_id: 1 },
      { type: 'chained', handled: true, source: 'cause', exception_id: 1, parent_id: 0 },
      { type: 'auto.test', handled: false, exception_id: 0 },
    ])
  })

  it('links the members of an aggregate to it', async () => {
    const { captured } = start()
    captureException(new AggregateError([new RangeError('one'), new TypeError('two')], 'both'))
    const values = (await captured()).exception?.values
    expect(values?.map((one) => [one.type, one.mechanism?.source])).toEqual([
      ['TypeError', 'errors[1]'],
      ['RangeError', 'errors[0]'],
      ['AggregateError', undefined],
    ])
    expect(values?.[2]?.mechanism).toMatchObject({ is_exception_group: true, exception_id: 0 })
  })

  it('ends where causes go round in a circle', async () => {
    const { captured } = start()
    const first = new Error('first')
    const second = new Error('second', { cause: first })
    first.cause = second
    captureException(first)
    expect((await captured()).exception?.values).toHaveLength(2)
  })
})
