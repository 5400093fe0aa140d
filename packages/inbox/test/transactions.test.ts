import { describe, expect, test } from 'vitest'
import type {
  DeliveryAnswer,
  ReleasesAnswer,
  TraceAnswer,
  TransactionAnswer,
  TransactionSamplesAnswer,
  TransactionsAnswer,
} from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, envelopeOf, freshId, getJson, itemOf, post, sendItem } from './sending.js'

const traceId = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
const rootId = '0000000000000001'

describe('transactions', () => {
  test('are listed by their names, the slowest first, with how long they take and how many fail', async () => {
    const inbox = await emptyInbox()
    for (const ms of [100, 110, 120, 130, 2000]) await sendTransaction(inbox, { ms })
    await sendTransaction(inbox, { name: 'GET /slow', ms: 5000, status: 'internal_error' })
    await sendTransaction(inbox, { name: 'GET /slow', ms: 5000, status: 'cancelled' })
    const { transactions } = await list(inbox)
    expect(transactions.map(({ name, count, failures }) => [name, count, failures])).toEqual([
      ['GET /slow', 2, 1],
      ['GET /cart', 5, 0],
    ])
    expectWithin(transactions[0]?.p50, 5000)
    expectWithin(transactions[1]?.p50, 120)
    expectWithin(transactions[1]?.p95, 2000)
    expect(transactions[1]).toMatchObject({ project: '1', op: 'http.server' })
    // Of two, one stays below the median.
    await sendTransaction(inbox, { name: 'GET /two', ms: 10 })
    await sendTransaction(inbox, { name: 'GET /two', ms: 1000 })
    const two = (await list(inbox)).transactions.find(({ name }) => name === 'GET /two')
    expectWithin(two?.p50, 10)
    expectWithin(two?.p95, 1000)
    // Of eleven, a single one is slower than 95 % are, and no two.
    for (const ms of [...Array<number>(10).fill(10), 1000])
      await sendTransaction(inbox, { name: 'GET /eleven', ms })
    const eleven = (await list(inbox)).transactions.find(({ name }) => name === 'GET /eleven')
    expectWithin(eleven?.p95, 1000)
  })

  test.each([0, 0.02, 1, 7.7, 333, 86_400_000])('of %d ms are shown within 10 %%', async (ms) => {
    const inbox = await emptyInbox()
    await sendTransaction(inbox, { ms })
    const [group] = (await list(inbox)).transactions
    expectWithin(group?.p50, ms)
  })

  test('are counted in at most 120 steps of time that end now', async () => {
    const inbox = await emptyInbox()
    await sendTransaction(inbox, { ms: 50 })
    await sendTransaction(inbox, { ms: 50, status: 'not_found' })
    await sendTransaction(inbox, { ms: 200, endedAgo: 50 * 60 })
    await sendTransaction(inbox, { ms: 800, endedAgo: 20 * 3600 })
    const counts = async (hours: number) => {
      const { buckets } = await list(inbox, `?hours=${hours}`)
      expect(buckets.length).toBeLessThanOrEqual(120)
      expect(buckets.at(-1)?.at.localeCompare(new Date().toISOString())).toBe(-1)
      return {
        length: buckets.length,
        sum: buckets.reduce((sum, { count }) => sum + count, 0),
        failures: buckets.reduce((sum, { failures }) => sum + failures, 0),
      }
    }
    expect(await counts(1)).toEqual({ length: 60, sum: 3, failures: 1 })
    expect(await counts(24)).toEqual({ length: 96, sum: 4, failures: 1 })
    expect(await counts(100)).toEqual({ length: 100, sum: 4, failures: 1 })
    expect(await counts(24 * 90)).toEqual({ length: 90, sum: 4, failures: 1 })
    const { buckets } = await list(inbox, '?hours=1')
    expect(buckets.filter(({ count }) => count === 0)[0]).not.toHaveProperty('p50')
  })

  test('are filtered by project, environment and release', async () => {
    const inbox = await emptyInbox()
    await sendTransaction(inbox, { name: 'a', environment: 'staging', release: 'shop@1' })
    await sendTransaction(inbox, { name: 'b', environment: 'production', release: 'shop@2' })
    await sendTransaction(inbox, { name: 'c' }, 'other')
    const names = async (query: string) => {
      const { transactions, buckets } = await list(inbox, query)
      const sum = buckets.reduce((total, { count }) => total + count, 0)
      expect(sum).toBe(transactions.length)
      return transactions.map(({ name }) => name).sort()
    }
    expect(await names('')).toEqual(['a', 'b', 'c'])
    expect(await names('?environment=staging')).toEqual(['a'])
    expect(await names('?release=shop@2')).toEqual(['b'])
    expect(await names('?project=other')).toEqual(['c'])
    const { releases } = await getJson<ReleasesAnswer>(inbox, '/api/0/releases')
    expect(releases.map(({ version, events }) => [version, events])).toContainEqual(['shop@2', 0])
  })

  test('are counted once, however often they come', async () => {
    const inbox = await emptyInbox()
    const transaction = transactionOf({ ms: 10 })
    await Promise.all([1, 2, 3].map(() => sendItem(inbox, 'transaction', transaction)))
    await sendItem(inbox, 'transaction', transaction)
    const { transactions, buckets } = await list(inbox)
    expect(transactions.map(({ count }) => count)).toEqual([1])
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(1)
    const { accepted } = await getJson<DeliveryAnswer>(inbox, '/api/0/delivery')
    expect(accepted).toEqual([{ project: '1', events: 0, transactions: 1, logs: 0 }])
  })

  test('of one name are given newest first', async () => {
    const inbox = await emptyInbox()
    const one = await sendTransaction(inbox, { ms: 10 })
    await sendTransaction(inbox, { name: 'another' })
    const two = await sendTransaction(inbox, { ms: 20, release: 'shop@2', status: 'aborted' })
    const { samples, buckets } = await getJson<TransactionSamplesAnswer>(
      inbox,
      '/api/0/transactions/by-name?project=1&name=GET%20/cart',
    )
    expect(samples.map(({ id, duration, status }) => [id, duration, status])).toEqual([
      [two, 20, 'aborted'],
      [one, 10, 'ok'],
    ])
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(2)
    const response = await fetch(`${inbox.url}/api/0/transactions/by-name?project=1`)
    expect(response.status).toBe(400)
  })

  test('with a clock that is ahead happened when they arrived, and took as long as they took', async () => {
    const inbox = await emptyInbox()
    const before = Date.now()
    const id = await sendTransaction(inbox, { ms: 1500, endedAgo: -7200 })
    const found = await one(inbox, id)
    const endedAt = Date.parse(found.startedAt) + found.duration
    expect(found.duration).toBe(1500)
    expect(endedAt).toBeGreaterThanOrEqual(before)
    expect(endedAt).toBeLessThanOrEqual(Date.now())
  })

  test('that lack a trace or a time are kept as they came, and counted nowhere', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    const body = `{"event_id":"${id}"}\n{"type":"transaction"}\n{"transaction":"GET /"}`
    expect((await post(inbox, body)).status).toBe(200)
    expect((await list(inbox)).transactions).toEqual([])
    const { items } = await getJson<{ items: object[] }>(inbox, `/api/0/events/${id}/items`)
    expect(items).toMatchObject([{ type: 'transaction', size: 23 }])
  })

  test('are shown as last seen when the latest ended, and their release as first seen when the earliest did', async () => {
    const inbox = await emptyInbox()
    const seen: number[] = []
    for (const endedAgo of [100, 5000, 10]) {
      seen.push(Date.now() - endedAgo * 1000)
      await sendTransaction(inbox, { release: 'shop@1', endedAgo })
      const [group] = (await list(inbox)).transactions
      const { releases } = await getJson<ReleasesAnswer>(inbox, '/api/0/releases')
      expect(Date.parse(group?.lastSeen ?? '')).toBeGreaterThanOrEqual(Math.max(...seen))
      expect(Date.parse(releases[0]?.firstSeen ?? '')).toBeLessThan(Math.min(...seen) + 50_000)
    }
  })

  test('that end before they begin took no time', async () => {
    const inbox = await emptyInbox()
    const id = await sendTransaction(inbox, { ms: -500 })
    expect((await one(inbox, id)).duration).toBe(0)
  })

  test.each([
    ['transaction', () => ({ ...transactionOf({ ms: 10 }), extra: nested(600) })],
    ['span', () => ({ items: [streamed('1', undefined, 'GET /', 0, true), { name: 'no span' }] })],
  ])(
    'of type %s that cannot be read whole are kept as they came, and counted nowhere',
    async (type, payload) => {
      const inbox = await emptyInbox()
      const id = freshId()
      const body = `{"event_id":"${id}"}\n${itemOf(type, payload())}`
      expect((await post(inbox, body)).status).toBe(200)
      expect((await list(inbox)).transactions).toEqual([])
      const { items } = await getJson<{ items: object[] }>(inbox, `/api/0/events/${id}/items`)
      expect(items).toMatchObject([{ type }])
    },
  )

  test('that are called by what differs in each are counted together from five thousand names on', async () => {
    const inbox = await emptyInbox()
    for (let index = 0; index < 11; index++) {
      const items = Array.from({ length: 500 }, (_, place) =>
        itemOf('transaction', transactionOf({ name: `/orders/${index * 500 + place}` })),
      )
      await post(inbox, ['{}', ...items].join('\n'))
    }
    const { transactions, buckets } = await getJson<TransactionsAnswer>(
      inbox,
      '/api/0/transactions?hours=1',
    )
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(5500)
    expect(transactions.length).toBeLessThanOrEqual(500)
    const others = await getJson<TransactionSamplesAnswer>(
      inbox,
      '/api/0/transactions/by-name?project=1&hours=1&name=%3Cother%20names%3E',
    )
    expect(others.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(1000)
    expect(others.samples).toHaveLength(50)
  })
})

describe('a transaction', () => {
  test('shows its spans depth first in order of time, and the errors of its trace', async () => {
    const inbox = await emptyInbox()
    const event = { message: 'no such cart', contexts: { trace: { trace_id: traceId } } }
    await post(inbox, envelopeOf(event, { event_id: freshId() }))
    const spans = (start: number) => [
      span(start, '4', rootId, 30, 10, 'late child'),
      span(start, '2', rootId, 10, 15, 'first child'),
      span(start, '3', '0000000000000002', 12, 5, 'grandchild'),
      span(start, '5', '00000000000000ff', 27, 1, 'of a parent that is elsewhere'),
    ]
    const found = await one(inbox, await sendTransaction(inbox, { ms: 50, spans }))
    expect(found).toMatchObject({ name: 'GET /cart', status: 'ok', traceId, duration: 50 })
    expect(
      found.spans.map(({ description, depth, offset, duration }) => [
        description,
        depth,
        Math.round(offset),
        Math.round(duration),
      ]),
    ).toEqual([
      ['GET /cart', 0, 0, 50],
      ['first child', 1, 10, 15],
      ['grandchild', 2, 12, 5],
      ['of a parent that is elsewhere', 1, 27, 1],
      ['late child', 1, 30, 10],
    ])
    expect(found.errors.map(({ title }) => title)).toEqual(['no such cart'])
    expect(found.payload).toMatchObject({
      transaction: 'GET /cart',
      spans: [{ op: 'db' }, {}, {}, {}],
    })
  })

  test('shows each span once where spans are each other’s parents, come twice or are none', async () => {
    const inbox = await emptyInbox()
    const spans = (start: number) => [
      span(start, '2', '0000000000000003', 1, 1, 'a'),
      span(start, '3', '0000000000000002', 2, 1, 'b'),
      span(start, '3', '0000000000000002', 2, 1, 'b'),
      span(start, '4', '0000000000000004', 3, 1, 'own parent'),
      'no span',
      { span_id: 'zz' },
    ]
    const found = await one(inbox, await sendTransaction(inbox, { ms: 5, spans }))
    expect(found.spans.map(({ description }) => description).sort()).toEqual([
      'GET /cart',
      'a',
      'b',
      'own parent',
    ])
  })

  test('with a chain of four thousand spans is answered', async () => {
    const inbox = await emptyInbox()
    const id = (index: number) => index.toString(16).padStart(16, '0')
    const spans = (start: number) =>
      Array.from({ length: 4000 }, (_, index) =>
        span(start, id(index + 2), id(index + 1), index, 1, 'link'),
      )
    const found = await one(inbox, await sendTransaction(inbox, { ms: 10, spans }))
    expect(found.spans.at(-1)?.depth).toBe(4000)
  })

  test('may have been streamed: its spans are found, in whatever order they came', async () => {
    const inbox = await emptyInbox()
    await sendItem(inbox, 'span', { version: 2, items: [streamed('2', rootId, 'query', 5)] })
    const segment = streamed('1', undefined, 'GET /cart', 0, true)
    for (const _ of [1, 2]) await sendItem(inbox, 'span', { version: 2, items: [segment] })
    await sendItem(inbox, 'span', {
      version: 2,
      items: [streamed('3', '0000000000000002', 'row', 7)],
    })
    const { transactions } = await list(inbox)
    expect(transactions.map(({ name, op, count }) => [name, op, count])).toEqual([
      ['GET /cart', 'http.server', 1],
    ])
    const { samples } = await getJson<TransactionSamplesAnswer>(
      inbox,
      '/api/0/transactions/by-name?project=1&name=GET%20/cart',
    )
    const found = await one(inbox, samples[0]?.id ?? '')
    expect(found).toMatchObject({ release: 'shop@3', environment: 'staging', traceId })
    expect(
      found.spans.map(({ description, depth, offset }) => [description, depth, Math.round(offset)]),
    ).toEqual([
      ['GET /cart', 0, 0],
      ['query', 1, 5],
      ['row', 2, 7],
    ])
  })
})

test('a trace shows its transactions, errors and logs in order of time', async () => {
  const inbox = await emptyInbox()
  const now = Date.now() / 1000
  const contexts = { trace: { trace_id: traceId } }
  await post(inbox, envelopeOf({ message: 'broken', timestamp: now - 5, contexts }))
  await sendItem(inbox, 'log', {
    items: [
      { timestamp: now - 1, trace_id: traceId, level: 'info', body: 'over' },
      { timestamp: now - 8, trace_id: traceId, level: 'warn', body: 'slow' },
    ],
  })
  const id = await sendTransaction(inbox, { ms: 9000, endedAgo: 0.5 })
  const { entries } = await getJson<TraceAnswer>(inbox, `/api/0/traces/${traceId}`)
  expect(entries).toMatchObject([
    { kind: 'transaction', id, name: 'GET /cart', duration: 9000 },
    { kind: 'log', body: 'slow', level: 'warn' },
    { kind: 'error', title: 'broken' },
    { kind: 'log', body: 'over' },
  ])
  expect((await fetch(`${inbox.url}/api/0/traces/${'b'.repeat(32)}`)).status).toBe(404)
})

interface Sent {
  name?: string
  ms?: number
  endedAgo?: number
  status?: string
  environment?: string
  release?: string
  spans?: (start: number) => unknown[]
}

function transactionOf(sent: Sent) {
  const {
    name = 'GET /cart',
    ms = 10,
    endedAgo = 0,
    status = 'ok',
    spans = () => [],
    ...rest
  } = sent
  const start = Date.now() - endedAgo * 1000 - ms
  return {
    event_id: freshId(),
    type: 'transaction',
    transaction: name,
    start_timestamp: start / 1000,
    timestamp: (start + ms) / 1000,
    contexts: { trace: { trace_id: traceId, span_id: rootId, op: 'http.server', status } },
    spans: spans(start),
    ...rest,
  }
}

function nested(levels: number): object {
  return levels === 0 ? {} : { in: nested(levels - 1) }
}

/** @param at milliseconds after the start of the transaction */
function span(
  start: number,
  id: string,
  parent: string,
  at: number,
  ms: number,
  description: string,
) {
  return {
    trace_id: traceId,
    span_id: id.padStart(16, '0'),
    parent_span_id: parent,
    op: 'db',
    description,
    start_timestamp: (start + at) / 1000,
    timestamp: (start + at + ms) / 1000,
  }
}

const streamStart = Date.now() - 1000

/** A span as it is streamed. */
function streamed(
  id: string,
  parent: string | undefined,
  name: string,
  at: number,
  isSegment = false,
) {
  const text = (value: string) => ({ type: 'string', value })
  return {
    trace_id: traceId,
    span_id: id.padStart(16, '0'),
    ...(parent && { parent_span_id: parent }),
    name,
    status: 'ok',
    is_segment: isSegment,
    start_timestamp: (streamStart + at) / 1000,
    end_timestamp: (streamStart + at + 10) / 1000,
    attributes: {
      'sentry.op': text('http.server'),
      'sentry.segment.id': text(rootId),
      'sentry.release': text('shop@3'),
      'sentry.environment': text('staging'),
    },
  }
}

async function sendTransaction(inbox: Inbox, sent: Sent, project = '1'): Promise<string> {
  const transaction = transactionOf(sent)
  await sendItem(inbox, 'transaction', transaction, project)
  return transaction.event_id
}

function list(inbox: Inbox, query = ''): Promise<TransactionsAnswer> {
  return getJson<TransactionsAnswer>(inbox, `/api/0/transactions${query}`)
}

function one(inbox: Inbox, id: string): Promise<TransactionAnswer> {
  return getJson<TransactionAnswer>(inbox, `/api/0/transactions/${id}`)
}

function expectWithin(value: number | undefined, expected: number): void {
  expect(value).toBeGreaterThanOrEqual(expected * 0.9)
  expect(value).toBeLessThanOrEqual(expected * 1.1)
}
