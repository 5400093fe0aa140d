import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener, request as startRequest } from 'node:http'
import { connect } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  captureMessage,
  handleTunnelRequest,
  init,
  type TunnelHandlerOptions,
  tunnelHandler,
} from '@mayday/node'
import express, { type Express } from 'express'
import { describe, expect, it } from 'vitest'
import { createProxy, listening, TLS } from './proxy.js'
import { createReceiver, type Receiver, started } from './setup.js'

const EVENT_ID = 'c'.repeat(32)

/** An envelope for that DSN, as a page sends it. */
function envelopeFor(dsn: unknown, more: object = {}): string {
  const event = {
    event_id: EVENT_ID,
    timestamp: 1_700_000_000,
    platform: 'javascript',
    message: 'm',
    sdk: { name: 'mayday.javascript.browser', version: '0.1.0' },
  }
  return [
    JSON.stringify({ event_id: EVENT_ID, sent_at: '2026-01-01T00:00:00.000Z', dsn, ...more }),
    JSON.stringify({ type: 'event' }),
    JSON.stringify(event),
  ].join('\n')
}

type Ask = (init?: RequestInit) => Promise<Response>

async function serve(listener: RequestListener): Promise<Ask> {
  const port = await listening(createServer(listener))
  return (init) => fetch(`http://127.0.0.1:${port}/errors`, { method: 'POST', ...init })
}

function servingHandler(receiver: Receiver, options: Partial<TunnelHandlerOptions> = {}) {
  return serve(tunnelHandler({ allowedDsns: [receiver.dsn], ...options }))
}

/** The same by `Request` and `Response`, without a server. */
function servingFetch(
  { dsn }: Receiver,
  options: Partial<TunnelHandlerOptions> = {},
): Promise<Ask> {
  return Promise.resolve((init) => {
    const request = new Request('http://page.example/errors', {
      method: 'POST',
      ...init,
      ...(init?.body instanceof ReadableStream && { duplex: 'half' }),
    } as RequestInit)
    return handleTunnelRequest({ request, allowedDsns: [dsn], ...options })
  })
}

function inExpress(prepare: (app: Express) => unknown) {
  return (receiver: Receiver, options: Partial<TunnelHandlerOptions> = {}) => {
    const app = express()
    prepare(app)
    app.use('/errors', tunnelHandler({ allowedDsns: [receiver.dsn], ...options }))
    return serve(app)
  }
}

const kinds = [
  ['node:http', servingHandler],
  ['Request and Response', servingFetch],
  ['Express', inExpress(() => {})],
  ['Express behind express.json()', inExpress((app) => app.use(express.json()))],
  ['Express behind express.raw()', inExpress((app) => app.use(express.raw({ type: '*/*' })))],
  ['Express behind express.text()', inExpress((app) => app.use(express.text({ type: '*/*' })))],
] as const

describe.each(kinds)('a tunnel in %s', (_kind, serving) => {
  it('passes the envelope on as it came, and nothing else of the request', async () => {
    const receiver = await createReceiver()
    const ask = await serving(receiver)
    const body = envelopeFor(receiver.dsn)
    const response = await ask({
      body,
      headers: { Cookie: 'session=1', 'X-Forwarded-For': '1.2.3.4', Authorization: 'Bearer x' },
    })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('{}')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()

    expect(receiver.arrived).toHaveLength(1)
    const { request, envelope } = receiver.arrived[0] as Receiver['arrived'][0]
    expect(envelope).toBe(body)
    expect([request.method, request.url]).toEqual(['POST', '/api/42/envelope/'])
    expect(request.headers).toEqual({
      host: new URL(receiver.dsn).host,
      connection: 'keep-alive',
      'content-length': String(body.length),
      'content-type': 'application/x-sentry-envelope',
      'user-agent': expect.stringMatching(/^mayday\.javascript\.node\//),
      'x-sentry-auth': expect.stringMatching(
        /^Sentry sentry_version=7, sentry_key=public, sentry_client=mayday\.javascript\.node\/[\d.]+$/,
      ),
    })
  })

  it('passes compressed ones on', async () => {
    const receiver = await createReceiver()
    const ask = await serving(receiver)
    const body = envelopeFor(receiver.dsn, { trace: { trace_id: 'a'.repeat(32) } })
    const headers = { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' }
    expect((await ask({ body: gzipSync(body), headers })).status).toBe(200)
    expect(receiver.arrived[0]?.envelope).toBe(body)
  })

  it.each([429, 200])(
    'hands back what the receiver says of its limits, with %i',
    async (status) => {
      const receiver = await createReceiver()
      receiver.answerWith([
        status,
        {
          'X-Sentry-Rate-Limits': '60:error:key',
          'Retry-After': '60',
          'Set-Cookie': 'a=b',
          'X-Other': '1',
        },
      ])
      const ask = await serving(receiver)
      const response = await ask({ body: envelopeFor(receiver.dsn) })
      expect(response.status).toBe(status)
      expect(response.headers.get('x-sentry-rate-limits')).toBe('60:error:key')
      expect(response.headers.get('retry-after')).toBe('60')
      expect(response.headers.get('set-cookie')).toBeNull()
      expect(response.headers.get('x-other')).toBeNull()
    },
  )

  it.each([400, 403, 413, 500, 503])('hands the status %i back', async (status) => {
    const receiver = await createReceiver()
    receiver.answerWith(status)
    const ask = await serving(receiver)
    expect((await ask({ body: envelopeFor(receiver.dsn) })).status).toBe(status)
  })

  it('does not go where the receiver sends it', async () => {
    const receiver = await createReceiver()
    const elsewhere = await createReceiver()
    receiver.answerWith([307, { Location: elsewhere.dsn.replace('public@', '') }])
    const ask = await serving(receiver)
    const response = await ask({ body: envelopeFor(receiver.dsn) })
    expect(response.status).toBe(502)
    expect(response.headers.get('location')).toBeNull()
    expect(elsewhere.connections()).toBe(0)
  })

  it('says so when the receiver is down', async () => {
    const receiver = await createReceiver()
    await receiver.close()
    const ask = await serving(receiver)
    expect((await ask({ body: envelopeFor(receiver.dsn) })).status).toBe(502)
  })

  it('says so when the receiver is silent', async () => {
    const receiver = await createReceiver()
    receiver.answerWith('silence')
    const ask = await serving(receiver, { timeout: 300 })
    expect((await ask({ body: envelopeFor(receiver.dsn) })).status).toBe(504)
  })

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    const receiver = await createReceiver()
    const ask = await serving(receiver)
    const response = await ask({ method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
    expect(receiver.connections()).toBe(0)
  })

  it.each([
    '',
    '\n',
    'not json',
    '[]',
    'null',
    '"https://key@host/1"',
    '{}',
    '{"dsn":null}',
    '{"dsn":["http://public@127.0.0.1/42"]}',
    '{"dsn":{"host":"127.0.0.1"}}',
    '\u0000\u0001',
  ])('refuses what is no envelope with a DSN: %j', async (body) => {
    const receiver = await createReceiver()
    const ask = await serving(receiver)
    const response = await ask({ body })
    expect(response.status).toBe(400)
    expect(receiver.connections()).toBe(0)
  })

  it('refuses a first line that does not end', async () => {
    const receiver = await createReceiver()
    const ask = await serving(receiver)
    const body = envelopeFor(receiver.dsn, { more: 'x'.repeat(8200) })
    expect((await ask({ body })).status).toBe(400)
    expect((await ask({ body: gzipSync(body) })).status).toBe(400)
    expect(receiver.connections()).toBe(0)
  })

  it('refuses more than maxBodySize, whether it is announced or not', async () => {
    const receiver = await createReceiver()
    const ask = await serving(receiver, { maxBodySize: 20_000 })
    const body = `${envelopeFor(receiver.dsn)}\n${'x'.repeat(50_000)}`
    expect((await ask({ body })).status).toBe(413)
    const stream = new Blob([body]).stream()
    const headers = { 'Content-Type': 'application/x-sentry-envelope' }
    const streamed = await ask({ body: stream, headers, duplex: 'half' } as RequestInit)
    expect(streamed.status).toBe(413)
    expect(receiver.connections()).toBe(0)
  })
})

describe('an envelope for another DSN', () => {
  const allowed = 'https://key@receiver.example:8443/prefix/42'
  const strangers = [
    'https://key@evil.example:8443/prefix/42',
    'http://key@receiver.example:8443/prefix/42',
    'https://key@receiver.example/prefix/42',
    'https://key@receiver.example:443/prefix/42',
    'https://key@receiver.example:84430/prefix/42',
    'https://other@receiver.example:8443/prefix/42',
    'https://KEY@receiver.example:8443/prefix/42',
    'https://key@receiver.example:8443/prefix/43',
    'https://key@receiver.example:8443/42',
    'https://key@receiver.example:8443/other/../prefix/42',
    'https://key@receiver.example:8443/prefix/../prefix/42',
    'https://key@receiver.example:8443/prefix//42',
    'https://key@receiver.example:8443/prefix?/42',
    'https://key@receiver.example:8443/Prefix/42',
    'https://key@receiver.example.evil.example:8443/prefix/42',
    'https://key@receiver.example.:8443/prefix/42',
    'https://key@[receiver.example]:8443/prefix/42',
    'https://key@[::ffff:7f00:1]:8443/prefix/42',
    'https://key@127.0.0.1:8443/prefix/42',
    'https://key@0x7f000001:8443/prefix/42',
  ]
  const malformed = [
    'https://key@receiver.example:8443@evil.example/prefix/42',
    'https://key@receiver.example:8443#@evil.example/prefix/42',
    'https://evil.example/?https://key@receiver.example:8443/prefix/42',
    'https://key@receiver.example\\@evil.example:8443/prefix/42',
    'https://key@receiver%2eexample:8443/prefix/42',
    'https://key@r\u0435ceiver.example:8443/prefix/42',
    'https://key@receiver\u3002example:8443/prefix/42',
    'https://key@receiver.example:8443\r\nHost: evil.example/prefix/42',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '//key@receiver.example:8443/prefix/42',
    'https://receiver.example:8443/prefix/42',
    '__proto__',
    'x'.repeat(5000),
  ]

  it.each([...strangers, ...malformed])('goes nowhere: %j', async (dsn) => {
    const ask = await serve(tunnelHandler({ allowedDsns: [allowed], timeout: 1000 }))
    const response = await ask({ body: envelopeFor(dsn) })
    expect(response.status).toBe(403)
    const said = await response.text()
    expect(said).toBe('This DSN is not allowed here.')
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is told by nothing but the first line', async () => {
    const receiver = await createReceiver()
    const ask = await servingHandler(receiver)
    const body = `${envelopeFor('https://key@evil.example/1')}\n${JSON.stringify({ dsn: receiver.dsn })}`
    expect((await ask({ body })).status).toBe(403)
    expect(receiver.connections()).toBe(0)
  })

  it.each([
    (dsn: string) => dsn.replace('http:', 'HTTP:'),
    (dsn: string) => dsn.replace('public@', 'public:secret@'),
    (dsn: string) => ` ${dsn}/\r\n`,
  ])('is none where only the spelling is another (%#)', async (spell) => {
    const receiver = await createReceiver()
    const ask = await servingHandler(receiver)
    expect((await ask({ body: envelopeFor(spell(receiver.dsn)) })).status).toBe(200)
    expect(receiver.arrived[0]?.request.url).toBe('/api/42/envelope/')
  })
})

describe('a client that means no good', () => {
  it('and whose body never ends is cut off', async () => {
    const receiver = await createReceiver()
    const port = await listening(
      createServer(tunnelHandler({ allowedDsns: [receiver.dsn], timeout: 200 })),
    )
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"dsn":')
    const trickle = setInterval(() => socket.write(' '), 20)
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('error', () => {})
    await new Promise((resolve) => socket.on('close', resolve))
    clearInterval(trickle)
    expect(said).toMatch(/^HTTP\/1\.1 408 /)
    expect(receiver.connections()).toBe(0)
  })

  it('and whose stream never ends is cut off', async () => {
    const receiver = await createReceiver()
    let isCancelled = false
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from('{"dsn":')),
      cancel: () => {
        isCancelled = true
      },
    })
    const ask = await servingFetch(receiver, { timeout: 100 })
    expect((await ask({ body })).status).toBe(408)
    expect(isCancelled).toBe(true)
  })

  it('and who leaves in the middle leaves the server as it was', async () => {
    const receiver = await createReceiver()
    const server = createServer(tunnelHandler({ allowedDsns: [receiver.dsn] }))
    const port = await listening(server)
    const gone = new Promise((resolve) =>
      server.on('request', (request) => request.on('close', resolve)),
    )
    const request = startRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { 'Content-Length': 99 },
    })
    request.on('error', () => {})
    request.write('{"dsn":', () => request.destroy())
    await gone
    const url = `http://127.0.0.1:${port}`
    const response = await fetch(url, { method: 'POST', body: envelopeFor(receiver.dsn) })
    expect(response.status).toBe(200)
  })

  it('and who sends more and more is not listened to for long', async () => {
    const receiver = await createReceiver()
    const ask = await servingHandler(receiver, { maxBodySize: 20_000 })
    let left = 1000
    const body = new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(Buffer.alloc(10_000, 'x'))
      },
    })
    expect((await ask({ body, duplex: 'half' } as RequestInit)).status).toBe(413)
    expect(receiver.connections()).toBe(0)
  })

  it('and whose few bytes unpack to very many has the first line unpacked only', async () => {
    const bomb = gzipSync(
      `${envelopeFor('https://key@evil.example/1')}\n${'\n'.repeat(50_000_000)}`,
    )
    const line = gzipSync(`{"dsn":"${'x'.repeat(50_000_000)}`)
    const noise = Buffer.concat([
      Buffer.from(`${envelopeFor('https://key@evil.example/1')}\n`),
      randomBytes(300_000),
    ])
    const broken = gzipSync(noise).fill(0, 150_000)
    const receiver = await createReceiver()
    const ask = await servingHandler(receiver)
    expect((await ask({ body: bomb })).status).toBe(403)
    expect((await ask({ body: line })).status).toBe(400)
    // Whoever unpacked it all would stumble.
    expect(() => gunzipSync(broken)).toThrow()
    expect((await ask({ body: broken })).status).toBe(403)
    expect(receiver.connections()).toBe(0)
  })

  it.each([Buffer.from([0x1f, 0x8b]), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])])(
    'and who says it is gzip when it is not is refused (%#)',
    async (body) => {
      const ask = await servingHandler(await createReceiver())
      expect((await ask({ body })).status).toBe(400)
    },
  )
})

describe('a body parser', () => {
  it('that has left nothing to pass on is told of', async () => {
    const app = express()
    app.use(express.json({ type: '*/*', strict: false }))
    const receiver = await createReceiver()
    app.post('/errors', tunnelHandler({ allowedDsns: [receiver.dsn] }))
    const ask = await serve(app)
    const response = await ask({ body: JSON.stringify({ dsn: receiver.dsn }) })
    expect(response.status).toBe(500)
    expect(await response.text()).toBe(
      'A body parser has taken the envelope: put the tunnel in front of it.',
    )
  })

  it('that has read a Request is told of, too', async () => {
    const { dsn } = await createReceiver()
    const request = new Request('http://page.example/', { method: 'POST', body: envelopeFor(dsn) })
    await request.text()
    const response = await handleTunnelRequest({ request, allowedDsns: [dsn] })
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('The envelope has been read already.')
  })
})

describe('the options of a tunnel', () => {
  it.each([
    [[], 'allowedDsns is empty: nothing could be passed on'],
    [undefined, 'allowedDsns is empty: nothing could be passed on'],
    [['https://key@host/1', 'host/1'], 'allowedDsns[1] is no DSN'],
    [[undefined], 'allowedDsns[0] is no DSN'],
  ])('have to name DSNs: %j', async (given, problem) => {
    const allowedDsns = given as string[]
    expect(() => tunnelHandler({ allowedDsns })).toThrow(problem)
    const request = new Request('http://page.example/', { method: 'POST', body: '{}' })
    const response = await handleTunnelRequest({ request, allowedDsns })
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('The tunnel is not set up.')
  })

  it('may name several, each for its own receiver', async () => {
    const [one, other] = [await createReceiver(), await createReceiver()]
    const ask = await servingHandler(one, { allowedDsns: [one.dsn, other.dsn] })
    expect((await ask({ body: envelopeFor(other.dsn) })).status).toBe(200)
    expect([one.arrived.length, other.arrived.length]).toEqual([0, 1])
  })

  it('may have the address of the page’s reader passed on, which is left out else', async () => {
    const receiver = await createReceiver()
    const ask = await servingHandler(receiver, { forwardAddress: true })
    await ask({ body: envelopeFor(receiver.dsn), headers: { 'X-Forwarded-For': '6.6.6.6' } })
    expect(receiver.arrived[0]?.request.headers['x-forwarded-for']).toBe('127.0.0.1')
  })

  it('may name a proxy and whom to trust', async () => {
    const receiver = await createReceiver('127.0.0.1', TLS)
    const proxy = await createProxy()
    const ask = await servingHandler(receiver, { proxy: proxy.url, caCerts: TLS.cert })
    expect((await ask({ body: envelopeFor(receiver.dsn) })).status).toBe(200)
    expect(proxy.asked).toEqual([['CONNECT', new URL(receiver.dsn).host, undefined]])
  })
})

it.each([
  ['node:http', servingHandler],
  ['Request and Response', servingFetch],
])('connections to the receiver are used again in %s', async (_kind, serving) => {
  const receiver = await createReceiver()
  const ask = await serving(receiver)
  for (let count = 0; count < 4; count++) {
    expect((await ask({ body: envelopeFor(receiver.dsn) })).status).toBe(200)
  }
  expect(receiver.connections()).toBe(1)
})

it('what a client sends through a tunnel arrives', async () => {
  const receiver = await createReceiver()
  const port = await listening(createServer(tunnelHandler({ allowedDsns: [receiver.dsn] })))
  const client = started(init({ dsn: receiver.dsn, tunnel: `http://127.0.0.1:${port}/errors` }))
  captureMessage('through the tunnel')
  captureMessage('long '.repeat(1000))
  expect(await client.flush(5000)).toBe(true)
  expect(client.stats()).toMatchObject({ delivered: 2, dropped: 0 })
  const messages = receiver.arrived.map(({ event }) => event?.message)
  expect(messages).toEqual(expect.arrayContaining(['through the tunnel', 'long '.repeat(1000)]))
})
