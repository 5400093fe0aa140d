import { describe, expect, test } from 'vitest'
import type { DeliveryAnswer, ItemsAnswer, LogAnswer, LogsAnswer } from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, envelopeOf, freshId, getJson, itemOf, post, sendItem } from './sending.js'

const traceId = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'

describe('logs', () => {
  test('are given newest first, with the values of their attributes', async () => {
    const inbox = await emptyInbox()
    const timestamp = Date.now() / 1000 - 5
    await send(inbox, [
      {
        timestamp,
        trace_id: traceId,
        span_id: '00000000000000ff',
        level: 'warn',
        body: 'slow',
        attributes,
      },
      { level: 'nonsense', body: 7 },
      { level: 'warning', body: 'as Python has it' },
    ])
    const [third, second, first] = await list(inbox)
    expect(first).toEqual({
      seq: 1,
      project: '1',
      timestamp: new Date(timestamp * 1000).toISOString(),
      level: 'warn',
      body: 'slow',
      traceId,
      spanId: '00000000000000ff',
      environment: 'staging',
      release: 'shop@1',
      attributes: {
        'sentry.environment': 'staging',
        'sentry.release': 'shop@1',
        orderId: 4711,
        parts: ['a', 'b'],
        plain: true,
      },
    })
    expect(second).toMatchObject({ seq: 2, level: 'info', body: '7', attributes: {} })
    expect(third).toMatchObject({ seq: 3, level: 'warn' })
  })

  test('are found by the beginnings of words in them and in their attributes', async () => {
    const inbox = await emptyInbox()
    await send(inbox, [
      { body: 'GET /api/cart?id=7 took 90 ms' },
      { body: 'Payment failed: card declined' },
      { body: 'order placed', attributes },
      { body: 'Prüfung läuft' },
    ])
    const found = async (query: string) =>
      (await list(inbox, `?query=${encodeURIComponent(query)}`)).map(({ body }) => body)
    expect(await found('cart')).toEqual(['GET /api/cart?id=7 took 90 ms'])
    expect(await found('/api/cart')).toEqual(['GET /api/cart?id=7 took 90 ms'])
    expect(await found('PAY decl')).toEqual(['Payment failed: card declined'])
    expect(await found('4711')).toEqual(['order placed'])
    expect(await found('prüf')).toEqual(['Prüfung läuft'])
    expect(await found('payment cart')).toEqual([])
    expect(await found("'; drop table logs; --")).toEqual([])
    expect(await found('& | ! ( :*')).toHaveLength(4)
  })

  test('are found however long ago they came', async () => {
    const inbox = await emptyInbox()
    await send(inbox, [{ body: 'the needle' }])
    const hay = Array.from({ length: 2500 }, (_, index) => ({ body: `hay ${index}` }))
    await send(inbox, hay)
    expect((await list(inbox, '?query=needle')).map(({ seq }) => seq)).toEqual([1])
    expect((await list(inbox, '?query=hay&limit=3')).map(({ seq }) => seq)).toEqual([
      2501, 2500, 2499,
    ])
    expect(await list(inbox, '?query=needle&before=1')).toEqual([])
  })

  test('are filtered by level, project and trace, and given page by page', async () => {
    const inbox = await emptyInbox()
    await send(inbox, [
      { body: 'a', level: 'error' },
      { body: 'b', trace_id: traceId },
    ])
    await sendItem(inbox, 'log', { items: [{ body: 'c', level: 'error' }] }, 'other')
    const bodies = async (query: string) => (await list(inbox, query)).map(({ body }) => body)
    expect(await bodies('?level=error')).toEqual(['c', 'a'])
    expect(await bodies('?project=1')).toEqual(['b', 'a'])
    expect(await bodies(`?trace=${traceId}`)).toEqual(['b'])
    expect(await bodies('?limit=2')).toEqual(['c', 'b'])
    expect(await bodies('?limit=2&before=2')).toEqual(['a'])
    expect((await fetch(`${inbox.url}/api/0/logs?level=loud`)).status).toBe(400)
  })

  test('with a clock that is ahead happened when they arrived', async () => {
    const inbox = await emptyInbox()
    await send(inbox, [{ body: 'a', timestamp: Date.now() }])
    const [log] = await list(inbox)
    expect(Date.parse(log?.timestamp ?? '')).toBeLessThanOrEqual(Date.now())
  })

  test('are counted, and not kept a second time', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    await post(
      inbox,
      `{"event_id":"${id}"}\n${itemOf('log', { items: [{ body: 'a' }, { body: 'b' }] })}`,
    )
    const { accepted } = await getJson<DeliveryAnswer>(inbox, '/api/0/delivery')
    expect(accepted).toEqual([{ project: '1', events: 0, transactions: 0, logs: 2 }])
    expect(await getJson<ItemsAnswer>(inbox, `/api/0/events/${id}/items`)).toEqual({ items: [] })
  })

  test.each([
    ['no list', { items: 'none' }],
    ['something that is no log', { items: [{ body: 'a' }, 'text'] }],
    ['a nesting beyond all reason', nested(600)],
  ])('with %s are kept as they came', async (_what, payload) => {
    const inbox = await emptyInbox()
    const id = freshId()
    const response = await post(inbox, `{"event_id":"${id}"}\n${itemOf('log', payload)}`)
    expect(response.status).toBe(200)
    expect(await list(inbox)).toEqual([])
    const { items } = await getJson<ItemsAnswer>(inbox, `/api/0/events/${id}/items`)
    expect(items).toMatchObject([{ type: 'log' }])
  })

  test('may be long, and hold anything', async () => {
    const inbox = await emptyInbox()
    const long = Array.from({ length: 60_000 }, (_, index) => `w${index}`).join(' ')
    const value = { type: 'string', value: long }
    await send(inbox, [
      { body: 'x'.repeat(100_000), attributes: { long: value, word: { value: 'y'.repeat(5000) } } },
      {
        body: 'zero \0 and half \ud800',
        attributes: { zero: { value: '\0' }, half: { value: '\ud800' } },
      },
    ])
    const [odd, huge] = await list(inbox)
    expect(odd?.body).toBe('zero \ufffd and half \ufffd')
    expect(huge?.body).toHaveLength(32 * 1024)
    expect(huge?.attributes.long).toBe(long)
  })
})

test('the stream tells of each log once it is stored', async () => {
  const inbox = await emptyInbox()
  const response = await fetch(`${inbox.url}/api/0/stream`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  await send(inbox, [{ body: 'one', attributes }, { body: 'two' }])
  const withEvent = [envelopeOf({ message: 'a' }), itemOf('log', { items: [{ body: 'three' }] })]
  await post(inbox, withEvent.join('\n'))
  let text = ''
  while (!text.includes('"body":"three"')) text += (await reader?.read())?.value ?? ''
  await reader?.cancel()
  const told = [...text.matchAll(/event: log\ndata: (.*)\n\n/g)].map(([, data]) =>
    JSON.parse(data ?? ''),
  )
  expect(told).toEqual((await list(inbox)).reverse())
})

const attributes = {
  'sentry.environment': { type: 'string', value: 'staging' },
  'sentry.release': { type: 'string', value: 'shop@1' },
  orderId: { type: 'integer', value: 4711 },
  parts: { type: 'array', value: ['a', 'b'] },
  plain: true,
}

function send(inbox: Inbox, items: object[]): Promise<void> {
  return sendItem(inbox, 'log', { version: 2, items })
}

async function list(inbox: Inbox, query = ''): Promise<LogAnswer[]> {
  return (await getJson<LogsAnswer>(inbox, `/api/0/logs${query}`)).logs
}

function nested(depth: number): object {
  let value: object = { body: 'deep' }
  for (let level = 0; level < depth; level++) value = { value }
  return { items: [{ body: 'a', attributes: { value } }] }
}
