import { request } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { emptyInbox, envelopeOf, freshId, post, rawRequest, sentenceOf } from './sending.js'

const bare = '/api/1/envelope/'
const hello = envelopeOf({ message: 'hello' })

describe('an accepted envelope', () => {
  test('is answered with the id of its event', async () => {
    const inbox = await emptyInbox()
    const id = freshId()
    const response = await post(inbox, envelopeOf({ message: 'hello' }, { event_id: id }))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ id })
  })

  test('may come to the address without the slash at its end', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, hello, { path: '/api/1/envelope?sentry_key=abc' })
    expect(response.status).toBe(200)
  })

  test('gives an event without an id one', async () => {
    const inbox = await emptyInbox()
    const { id } = (await (await post(inbox, hello)).json()) as { id: string }
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect((await inbox.events()).map((event) => event.id)).toEqual([id])
  })

  test('names its event by the envelope rather than by the payload, and without dashes', async () => {
    const inbox = await emptyInbox()
    const announced = '9EC79C33-EC99-42AB-8353-589FCB2E04DC'
    await post(inbox, envelopeOf({ event_id: freshId() }, { event_id: announced }))
    expect((await inbox.events())[0]?.id).toBe('9ec79c33ec9942ab8353589fcb2e04dc')
  })

  test('is stored once, however often and however closely together it comes', async () => {
    const inbox = await emptyInbox()
    const body = envelopeOf({ message: 'hello' }, { event_id: freshId() })
    const together = await Promise.all([post(inbox, body), post(inbox, body), post(inbox, body)])
    const later = await post(inbox, body)
    expect([...together, later].map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await inbox.events()).toHaveLength(1)
  })

  test('may hold no event, and is then answered with an empty object', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, '{}\n{"type":"session"}\n{"sid":"1"}')
    expect(await response.json()).toEqual({})
    expect(await inbox.events()).toEqual([])
  })

  test('keeps the payload as it came and the other items beside it', async () => {
    const inbox = await emptyInbox()
    const event = { message: 'hello', level: 'warn', unknown: { a: [1, null] } }
    const items = ['{"type":"never_heard_of"}', 'text', '{"type":"attachment","length":2}']
    const body = Buffer.concat([
      Buffer.from(`${[envelopeOf(event), ...items].join('\n')}\n`),
      Buffer.from([0xff, 0x0a]),
    ])
    await post(inbox, body)
    const [stored] = await inbox.events()
    expect(stored?.event).toEqual(event)
    expect(stored?.items).toEqual([
      { headers: { type: 'never_heard_of' }, size: 4, encoding: 'utf8', payload: 'text' },
      { headers: { type: 'attachment', length: 2 }, size: 2, encoding: 'base64', payload: '/wo=' },
    ])
  })

  test('keeps items that no single statement takes, in their order and with all their bytes', async () => {
    const inbox = await emptyInbox()
    const sizes = [...Array<number>(80).fill(60_000), 70_000, 3_000_000, 5, 0]
    const payloads = sizes.map((size, index) => Buffer.alloc(size, `${index}\xff\0`, 'latin1'))
    const items = payloads.flatMap((payload) => [
      Buffer.from(`\n{"type":"never_heard_of","length":${payload.length}}\n`),
      payload,
    ])
    const response = await post(inbox, Buffer.concat([Buffer.from(envelopeOf({})), ...items]))
    expect(response.status).toBe(200)
    const [stored] = await inbox.events()
    const kept = stored?.items.map(({ payload }) => Buffer.from(payload, 'base64')) ?? []
    expect(kept.map(({ length }) => length)).toEqual(sizes)
    expect(Buffer.concat(kept).equals(Buffer.concat(payloads))).toBe(true)
  })

  test.each([
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ])('may be of content type %s', async (contentType) => {
    const inbox = await emptyInbox()
    const response = await post(inbox, hello, { headers: { 'content-type': contentType } })
    expect(response.status).toBe(200)
  })
})

describe('compression', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('is undone for %s (%o)', async (encoding, compress) => {
    const inbox = await emptyInbox()
    const headers = { 'content-encoding': encoding }
    expect((await post(inbox, compress(hello), { headers })).status).toBe(200)
    expect((await inbox.events())[0]?.title).toBe('hello')
  })

  test('of an unknown kind is refused with a sentence', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, hello, { headers: { 'content-encoding': 'zstd' } })
    expect(response.status).toBe(415)
    expect(await sentenceOf(response)).toBe(
      'The content encoding "zstd" is not supported. Use gzip, deflate, br or none.',
    )
  })

  test('that was announced and not done is refused with a sentence', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, hello, { headers: { 'content-encoding': 'gzip' } })
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe('The body could not be decompressed as gzip.')
  })
})

describe('sizes', () => {
  test('an event above 1 MiB is refused with everything that came with it', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, envelopeOf({ message: 'x'.repeat(1024 * 1024) }))
    expect(response.status).toBe(413)
    expect(await sentenceOf(response)).toBe('The event is larger than 1 MiB.')
    expect(await inbox.events()).toEqual([])
  })

  test('a body above 100 MiB is refused even if it is tiny while compressed', async () => {
    const inbox = await emptyInbox()
    const bomb = gzipSync(Buffer.alloc(101 * 1024 * 1024))
    const response = await post(inbox, bomb, { headers: { 'content-encoding': 'gzip' } })
    expect(response.status).toBe(413)
    expect(await sentenceOf(response)).toBe('The envelope is larger than 100 MiB decompressed.')
  })

  test('a body above 40 MiB on the wire is refused', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, Buffer.alloc(41 * 1024 * 1024)).catch(() => undefined)
    // A sender that is still writing may see the connection close before it reads the answer.
    expect(response?.status ?? 413).toBe(413)
    expect((await post(inbox, hello)).status).toBe(200)
  })

  test('a body above 40 MiB on the wire is refused though nobody announced its size', async () => {
    const inbox = await emptyInbox()
    const mebibyte = Buffer.alloc(1024 * 1024, 'x')
    const sent = request(`${inbox.url}${bare}?sentry_key=abc`, { method: 'POST' })
    const answered = new Promise<number | undefined>((resolve) => {
      sent.on('response', (response) => resolve(response.resume().statusCode))
      // A sender that is still writing may see the connection close before it reads the answer.
      sent.on('error', () => resolve(413))
    })
    sent.write('{}\n{"type":"event"}\n')
    for (let count = 0; count < 41; count++) sent.write(mebibyte)
    // Not its end: it is refused before.
    expect(await answered).toBe(413)
    sent.destroy()
  })

  test('an event nested beyond all reason is refused', async () => {
    const inbox = await emptyInbox()
    const deep = `{"extra":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`
    const response = await post(inbox, ['{}', '{"type":"event"}', deep].join('\n'))
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe('The event is nested more than 500 levels deep.')
  })
})

describe('authentication', () => {
  test.each([
    ['the query', { path: `${bare}?sentry_key=abc` }],
    [
      'an X-Sentry-Auth header',
      { headers: { 'x-sentry-auth': 'Sentry sentry_version=7, sentry_key=abc' } },
    ],
    [
      'an Authorization header',
      { headers: { authorization: 'Sentry sentry_key=abc,sentry_version=7' } },
    ],
  ])('may be in %s', async (_carrier, options) => {
    const inbox = await emptyInbox()
    expect((await post(inbox, hello, { path: bare, ...options })).status).toBe(200)
  })

  test('may be the dsn of the envelope alone', async () => {
    const inbox = await emptyInbox()
    const body = envelopeOf({ message: 'hello' }, { dsn: inbox.dsn() })
    expect((await post(inbox, body, { path: bare })).status).toBe(200)
  })

  test('may be repeated by the dsn of the envelope', async () => {
    const inbox = await emptyInbox()
    const body = envelopeOf({ message: 'hello' }, { dsn: 'https://abc@sentry.example/1' })
    expect((await post(inbox, body)).status).toBe(200)
  })

  test('must be there', async () => {
    const inbox = await emptyInbox()
    const response = await post(inbox, hello, { path: bare })
    expect(response.status).toBe(403)
    const sentence =
      'The request has no key. Send sentry_key in the query, an X-Sentry-Auth header, or a dsn in the envelope.'
    expect(response.headers.get('x-sentry-error')).toBe(sentence)
    expect(await sentenceOf(response)).toBe(sentence)
  })

  test('is not an Authorization header that is meant for somebody else', async () => {
    const inbox = await emptyInbox()
    const headers = { authorization: 'Bearer abc' }
    expect((await post(inbox, hello, { path: bare, headers })).status).toBe(403)
    expect((await post(inbox, hello, { headers })).status).toBe(200)
  })

  test.each([
    { headers: { 'x-sentry-auth': 'Sentry sentry_version=7' } },
    { headers: { authorization: 'Sentry sentry_client=x' } },
    { path: `${bare}?sentry_version=7` },
  ])('must name a key: %o', async (options) => {
    const inbox = await emptyInbox()
    const response = await post(inbox, hello, { path: bare, ...options })
    expect(response.status).toBe(403)
    expect(await sentenceOf(response)).toBe('The authentication has no sentry_key.')
  })

  test('may not come by two carriers', async () => {
    const inbox = await emptyInbox()
    const headers = { 'x-sentry-auth': 'Sentry sentry_key=abc' }
    const response = await post(inbox, hello, { headers })
    expect(response.status).toBe(400)
    expect(await sentenceOf(response)).toBe(
      'The request authenticates more than once. Use the query or one header, not both.',
    )
  })

  test.each([
    ['https://other@sentry.example/1', 'The dsn in the envelope has another key than the request.'],
    [
      'https://abc@sentry.example/2',
      'The dsn in the envelope is for project 2, the request for 1.',
    ],
    [
      'https://abc@sentry.example/☃',
      'The dsn in the envelope is for project ☃, the request for 1.',
    ],
  ])('may not be contradicted by the dsn %s', async (dsn, sentence) => {
    const inbox = await emptyInbox()
    const response = await post(inbox, envelopeOf({ message: 'hello' }, { dsn }))
    expect(response.status).toBe(403)
    expect(await sentenceOf(response)).toBe(sentence)
  })
})

describe('pages of other origins', () => {
  test('get an answer to their preflight', async () => {
    const inbox = await emptyInbox()
    const response = await fetch(`${inbox.url}${bare}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-private-network': 'true' },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS')
    expect(response.headers.get('access-control-max-age')).toBe('3600')
    expect(response.headers.get('access-control-allow-private-network')).toBe('true')
    const allowed = response.headers.get('access-control-allow-headers')?.split(', ')
    expect(allowed).toEqual(
      expect.arrayContaining([
        'x-sentry-auth',
        'content-type',
        'content-encoding',
        'authorization',
      ]),
    )
  })

  test.each([200, 403])('may read an answer of status %i and its headers', async (status) => {
    const inbox = await emptyInbox()
    const path = status === 200 ? `${bare}?sentry_key=abc` : bare
    const response = await post(inbox, hello, { path, headers: { origin: 'https://shop.example' } })
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-expose-headers')).toBe(
      'x-sentry-error, x-sentry-rate-limits, retry-after',
    )
  })

  test('may report whatever name they know the inbox by', async () => {
    const inbox = await emptyInbox()
    const path = `${bare}?sentry_key=abc`
    const { status } = await rawRequest(inbox, path, { host: 'inbox.example' }, 'POST')
    expect(status).toBe(200)
  })

  test('are told that envelopes are posted', async () => {
    const inbox = await emptyInbox()
    const response = await fetch(`${inbox.url}${bare}`)
    expect(response.status).toBe(405)
    expect(await sentenceOf(response)).toBe('Envelopes are sent by POST.')
  })
})
