import { once } from 'node:events'
import { request } from 'node:http'
import * as zlib from 'node:zlib'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { IssuesAnswer } from '../src/api/answers.js'
import {
  emptyInbox,
  envelopeOf,
  freshId,
  getJson,
  post,
  sentenceOf,
  startInbox,
} from './sending.js'

const store = '/api/1/store/?sentry_key=abc'
const security = '/api/1/security/?sentry_key=abc'

describe('the store endpoint', () => {
  test('takes an event as JSON', async () => {
    const inbox = await emptyInbox()
    const event_id = freshId()
    const event = { event_id, message: 'hello' }
    const response = await post(inbox, ` ${JSON.stringify(event)}`, { path: store })
    expect(await response.json()).toEqual({ id: event_id })
    expect((await inbox.events())[0]?.event).toEqual(event)
  })

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('takes it in %s', async (encoding, compress) => {
    const inbox = await emptyInbox()
    const headers = { 'content-encoding': encoding }
    await post(inbox, compress('{"message":"hello"}'), { path: store, headers })
    expect((await inbox.events())[0]?.title).toBe('hello')
  })

  test('takes a transaction', async () => {
    const inbox = await emptyInbox()
    expect((await post(inbox, '{"type":"transaction"}', { path: store })).status).toBe(200)
    expect(await inbox.events()).toEqual([])
  })

  test('takes it in zlib and base64, as the first SDKs sent it', async () => {
    const inbox = await emptyInbox()
    const body = deflateSync('{"message":"hello"}').toString('base64')
    const headers = {
      'x-sentry-auth': 'Sentry sentry_version=4, sentry_key=abc, sentry_secret=def',
    }
    const lines = body.replace(/.{20}/g, '$&\n')
    const response = await post(inbox, lines, { path: '/api/1/store/', headers })
    expect(response.status).toBe(200)
    expect((await inbox.events())[0]?.title).toBe('hello')
  })

  test.each([
    ['nonsense!', 'The body is neither JSON nor JSON compressed with zlib in base64.'],
    ['bm9uc2Vuc2U=', 'The body is neither JSON nor JSON compressed with zlib in base64.'],
    ['', 'The body is neither JSON nor JSON compressed with zlib in base64.'],
    ['{"message":', 'The body is not the JSON object of an event.'],
    [deflateSync('[1]').toString('base64'), 'The body is not the JSON object of an event.'],
  ])('refuses %j with a sentence', async (body, sentence) => {
    const inbox = await emptyInbox()
    const response = await post(inbox, body, { path: store })
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe(sentence)
  })

  test('refuses what grows beyond an event', async () => {
    const inbox = await emptyInbox()
    const body = deflateSync(Buffer.alloc(20_000_000, ' ')).toString('base64')
    expect((await post(inbox, body, { path: store })).status).toBe(413)
  })

  test('wants a key as the others do', async () => {
    const inbox = await emptyInbox()
    expect((await post(inbox, '{}', { path: '/api/1/store/' })).status).toBe(403)
  })
})

describe('reports of browsers', () => {
  const csp = {
    'document-uri': 'https://shop.example/cart?q=1',
    'violated-directive': "script-src-elem 'self'",
    'effective-directive': 'script-src-elem',
    'blocked-uri': 'https://evil.example/x.js?y=1',
    disposition: 'enforce',
  }

  test('of a violated policy become an issue with a readable title', async () => {
    const inbox = await emptyInbox()
    const headers = { 'content-type': 'application/csp-report', 'user-agent': 'Browser/1' }
    const path = `${security}&sentry_release=shop@1&sentry_environment=staging`
    const response = await post(inbox, JSON.stringify({ 'csp-report': csp }), { path, headers })
    expect(response.status).toBe(200)
    const [stored] = await inbox.events()
    expect(await response.json()).toEqual({ id: stored?.id })
    expect(stored).toMatchObject({
      title: 'Blocked script from evil.example (script-src-elem)',
      culprit: '/cart',
      level: 'error',
      event: {
        logger: 'csp',
        release: 'shop@1',
        environment: 'staging',
        request: { url: csp['document-uri'], headers: { 'User-Agent': 'Browser/1' } },
        contexts: { report: csp },
      },
    })
    const query = '/api/0/issues?tag=blocked-uri:evil.example&environment=staging'
    expect((await getJson<IssuesAnswer>(inbox, query)).total).toBe(1)
  })

  test.each([
    [
      { 'csp-report': { ...csp, 'blocked-uri': 'inline' } },
      'Blocked inline script (script-src-elem)',
    ],
    [{ 'csp-report': { ...csp, 'blocked-uri': '' } }, 'Blocked inline script (script-src-elem)'],
    [
      { 'csp-report': { ...csp, 'blocked-uri': 'data' } },
      'Blocked script from data (script-src-elem)',
    ],
    [
      {
        'csp-report': {
          'violated-directive': 'img-src *',
          'blocked-uri': 'blob:x',
          disposition: 'report',
        },
      },
      'Would block image from blob: (img-src)',
    ],
    [{ 'csp-report': {} }, 'Blocked inline content (unknown directive)'],
    [
      [
        {
          type: 'csp-violation',
          url: 'https://a.example/',
          body: { effectiveDirective: 'script-src', blockedURL: 'eval' },
        },
      ],
      'Blocked eval() (script-src)',
    ],
    [
      { 'expect-ct-report': { hostname: 'a.example' } },
      'Certificate transparency is missing for a.example',
    ],
    [
      { 'expect-staple-report': { hostname: 'a.example' } },
      'The stapled certificate status is missing for a.example',
    ],
    [
      { 'noted-hostname': 'a.example', hostname: 'b.a.example' },
      'The pinned public keys do not match for b.a.example',
    ],
    [[{ type: 'deprecation', body: { message: 'x is old' } }], 'deprecation: x is old'],
    [
      [{ type: 'crash', url: 'https://a.example/', body: { reason: 'oom' } }],
      'The page crashed: oom',
    ],
    [
      [{ type: 'network-error', url: 'https://a.example/', body: { type: 'tcp.refused' } }],
      'Network error tcp.refused at https://a.example/',
    ],
  ])('%j is called by what it means', async (body, title) => {
    const inbox = await emptyInbox()
    expect((await post(inbox, JSON.stringify(body), { path: security })).status).toBe(200)
    expect((await inbox.events())[0]?.title).toBe(title)
  })

  test('come several at once', async () => {
    const inbox = await emptyInbox()
    const report = {
      type: 'csp-violation',
      body: { effectiveDirective: 'img-src', blockedURL: 'https://a.example/1' },
    }
    const body = JSON.stringify([report, report, { type: 'x' }, null, { ...report, type: 'other' }])
    await post(inbox, body, {
      path: security,
      headers: { 'content-type': 'application/reports+json' },
    })
    expect((await inbox.events()).map(({ title }) => title).sort()).toEqual([
      'Blocked image from a.example (img-src)',
      'Blocked image from a.example (img-src)',
      'other: https://a.example/1',
    ])
  })

  test('are understood in an envelope, too, and kept as they came where they are not', async () => {
    const inbox = await emptyInbox()
    const lines = [
      '{}',
      '{"type":"raw_security","sentry_release":"shop@2"}',
      JSON.stringify({ 'csp-report': csp }),
      '{"type":"raw_security"}',
      'nonsense',
    ]
    expect((await post(inbox, lines.join('\n'))).status).toBe(200)
    expect((await inbox.events()).map(({ event }) => event.release)).toEqual(['shop@2'])
  })

  test.each(['', 'nonsense', '{}', '[]', '{"csp-report":1}', '[{"type":"x"}]'])(
    '%j is none',
    async (body) => {
      const inbox = await emptyInbox()
      const response = await post(inbox, body, { path: security })
      expect(response.status).toBe(400)
      expect(await sentenceOf(response)).toBe('The body is no report that is known here.')
    },
  )
})

describe('what other receivers take', () => {
  test.each([
    ['/api/1/minidump/?sentry_key=abc', 400, /^The inbox cannot read minidumps\. Send /],
    ['/api/1/unreal/abc/', 404, /^The inbox cannot read crash reports of Unreal Engine\./],
    ['/api/1/events/1/attachments/', 404, /^Attachments are sent in the envelope/],
  ])('%s is refused with what to do instead', async (path, status, sentence) => {
    const inbox = await emptyInbox()
    const response = await post(inbox, 'MDMP', { path })
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await sentenceOf(response)).toMatch(sentence)
  })
})

test.skipIf(!('zstdCompressSync' in zlib))('zstd is undone', async () => {
  const inbox = await emptyInbox()
  const compress = (zlib as unknown as { zstdCompressSync(text: string): Buffer }).zstdCompressSync
  const headers = { 'content-encoding': 'zstd' }
  expect((await post(inbox, compress(envelopeOf({ message: 'hello' })), { headers })).status).toBe(
    200,
  )
})

test('the project is the one that the DSN names, whatever letters it has', async () => {
  const inbox = await emptyInbox()
  const dsn = new URL(inbox.dsn('mein größtes/Projekt'))
  const path = `/api${dsn.pathname}/envelope/?sentry_key=${dsn.username}`
  await post(inbox, envelopeOf({ message: 'hello' }, { dsn: dsn.href }), { path })
  expect((await inbox.events())[0]?.project).toBe('mein größtes/Projekt')
})

/** Asks until the answer is the one that is waited for. */
async function until<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
  }
}

describe('limits', () => {
  const item = (type: string, size: number) =>
    `{"type":"${type}","length":${size}}\n${'x'.repeat(size)}`
  const many = (count: number, type: string) =>
    Array(count).fill(`{"type":"${type}"}\n{}`).join('\n')

  test.each([
    [item('transaction', 1024 * 1024 + 1), 'The transaction item is larger than 1 MiB.'],
    [item('attachment', 20 * 1024 * 1024 + 1), 'The attachment item is larger than 20 MiB.'],
    [item('check_in', 100 * 1024 + 1), 'The check_in item is larger than 100 KiB.'],
    [many(31, 'attachment'), 'An envelope may hold 30 attachment items, not more.'],
    [many(101, 'session'), 'An envelope may hold 100 session items, not more.'],
    [many(1000, 'constructor'), 'An envelope may hold 1000 items, not more.'],
    [
      `{"type":"x","a":"${'x'.repeat(65 * 1024)}"}\n{}`,
      'The header of item 1 is larger than 64 KiB.',
    ],
  ])('too much is refused as a whole (%#)', async (items, sentence) => {
    const inbox = await emptyInbox()
    const response = await post(
      inbox,
      `${envelopeOf({ message: 'hello' })}\n${items}`.replace('{}\n', '{}\n'),
    )
    expect(response.status).toBe(413)
    const said = await sentenceOf(response)
    expect(said.replace('item 2', 'item 1')).toBe(sentence)
    expect(await inbox.events()).toEqual([])
  })

  test('headers nested beyond all reason are refused', async () => {
    const inbox = await emptyInbox()
    const deep = `{"type":"x","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect((await post(inbox, `{}\n${deep}\n{}`)).status).toBe(400)
  })

  test('a crowd of senders is asked to come again rather than kept in memory', async () => {
    const inbox = await startInbox({ maxInFlight: 300_000 })
    const body = envelopeOf({ message: 'm', extra: { x: 'x'.repeat(100_000) } })
    const path = '/api/1/envelope/?sentry_key=abc'
    // Two that have sent a part, and one that has its answer and holds nothing any more.
    expect((await post(inbox, body)).status).toBe(200)
    const held = [1, 2].map(() => {
      const sent = request(`${inbox.url}${path}`, { method: 'POST' })
      sent.write(body)
      return sent
    })
    const refused = await until(
      () => post(inbox, body),
      ({ status }) => status === 429,
    )
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(refused.headers.get('x-sentry-rate-limits')).toBe('2::organization:busy')
    expect(await sentenceOf(refused)).toBe(
      'The inbox is busy with what came before. Send it again later.',
    )
    const before = (await inbox.events()).length
    for (const sent of held) {
      const [response] = await Promise.all([once(sent, 'response'), sent.end()])
      expect(response[0].statusCode).toBe(200)
      response[0].resume()
    }
    expect((await post(inbox, body)).status).toBe(200)
    expect(await inbox.events()).toHaveLength(before + 3)
  })

  test('what is compressed counts as what comes of it', async () => {
    const inbox = await startInbox({ maxInFlight: 3_000_000 })
    const headers = { 'content-encoding': 'gzip' }
    const bomb = gzipSync(envelopeOf({ message: 'x'.repeat(10_000_000) }))
    expect((await post(inbox, bomb, { headers })).status).toBe(429)
    expect((await post(inbox, gzipSync(envelopeOf({})), { headers })).status).toBe(200)
  })
})

describe('an envelope without an event that comes again', () => {
  const report = (quantity: number) =>
    JSON.stringify({
      timestamp: 1,
      discarded_events: [{ reason: 'r', category: 'error', quantity }],
    })
  const discarded = async (inbox: Awaited<ReturnType<typeof emptyInbox>>) => {
    const totals = await getJson<{ discarded: { quantity: number }[] }>(inbox, '/api/0/totals')
    return totals.discarded.reduce((sum, { quantity }) => sum + quantity, 0)
  }
  const lines = (type: string, payload: string, sent_at: string) =>
    [JSON.stringify({ sent_at }), JSON.stringify({ type }), payload].join('\n')

  test('counts once, though its header says when it was sent', async () => {
    const inbox = await emptyInbox()
    const send = (sent: string, quantity = 3) =>
      post(inbox, lines('client_report', report(quantity), sent))
    const answers = await Promise.all([send('a'), send('b'), send('c', 4)])
    answers.push(await send('d'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await discarded(inbox)).toBe(7)
  })

  test('is another one for another project', async () => {
    const inbox = await emptyInbox()
    for (const project of ['1', '2']) {
      const path = `/api/${project}/envelope/?sentry_key=abc`
      await post(inbox, lines('client_report', report(3), 'a'), { path })
    }
    expect(await discarded(inbox)).toBe(6)
  })

  test('is not recognised where two processes may count the same', async () => {
    const inbox = await emptyInbox()
    const both = `${lines('client_report', report(3), 'a')}\n{"type":"sessions"}\n{}`
    await post(inbox, both)
    await post(inbox, both)
    expect(await discarded(inbox)).toBe(6)
  })
})
