import {
  captureMessage,
  init,
  makeMultiplexedTransport,
  makeNodeTransport,
  type NodeOptions,
} from '@mayday/node'
import { describe, expect, it, vi } from 'vitest'
import { createReceiver, type Receiver, started } from './setup.js'

function startSending({ dsn }: Receiver, options: Partial<NodeOptions> = {}) {
  return started(init({ dsn, ...options }))
}

describe('a request to the receiver', () => {
  it('says in its headers who sends what', async () => {
    const receiver = await createReceiver()
    const client = startSending(receiver)
    const id = captureMessage('hello')
    expect(await client.flush()).toBe(true)
    expect(receiver.arrived).toHaveLength(1)
    const { request, envelope, event } = receiver.arrived[0] as Receiver['arrived'][0]
    expect(request.method).toBe('POST')
    // Authentication in one place only: receivers refuse two.
    expect(request.url).toBe('/api/42/envelope/')
    expect(request.headers).toMatchObject({
      'x-sentry-auth':
        'Sentry sentry_version=7, sentry_key=public, sentry_client=mayday.javascript.node/0.1.0',
      'content-type': 'application/x-sentry-envelope',
      'user-agent': 'mayday.javascript.node/0.1.0',
    })
    expect(event).toMatchObject({ event_id: id, message: 'hello' })
    expect(JSON.parse(envelope.split('\n')[0] ?? '')).toMatchObject({
      event_id: id,
      sdk: { name: 'mayday.javascript.node', version: '0.1.0' },
    })
  })

  it('has the headers that the program asks for', async () => {
    const receiver = await createReceiver()
    const client = startSending(receiver, {
      transportOptions: { headers: { 'X-Gateway': 'yes', 'User-Agent': 'mine' } },
    })
    captureMessage('hello')
    await client.flush()
    expect(receiver.arrived[0]?.request.headers).toMatchObject({
      'x-gateway': 'yes',
      'user-agent': 'mine',
    })
  })

  it('goes to the tunnel without authentication, the envelope saying where it belongs', async () => {
    const receiver = await createReceiver()
    const { host } = new URL(receiver.dsn)
    const client = startSending(receiver, { tunnel: `http://${host}/tunnel?to=us` })
    captureMessage('through')
    await client.flush()
    const { request, envelope } = receiver.arrived[0] as Receiver['arrived'][0]
    expect(request.url).toBe('/tunnel?to=us')
    expect(request.headers).not.toHaveProperty('x-sentry-auth')
    expect(JSON.parse(envelope.split('\n')[0] ?? '')).toMatchObject({ dsn: receiver.dsn })
  })

  it('goes to each of several receivers with the key for that one, in a header', async () => {
    const [own, other] = [await createReceiver(), await createReceiver()]
    const dsn = other.dsn.replace('public', 'other')
    const client = startSending(own, {
      transportOptions: { headers: { 'X-Gateway': 'yes' } },
      transport: makeMultiplexedTransport(makeNodeTransport, () => [dsn, own.dsn]),
    })
    captureMessage('to both')
    expect(await client.flush()).toBe(true)
    const keyAt = ({ arrived }: Receiver) =>
      arrived.map(({ request: { url, headers } }) => [
        url,
        /sentry_key=(\w+)/.exec(`${headers['x-sentry-auth']}`)?.[1],
        headers['x-gateway'],
      ])
    expect(keyAt(own)).toEqual([['/api/42/envelope/', 'public', 'yes']])
    expect(keyAt(other)).toEqual([['/api/42/envelope/', 'other', 'yes']])
  })

  it('reaches a receiver at an IPv6 address', async () => {
    const receiver = await createReceiver('::1')
    const client = startSending(receiver)
    captureMessage('hello')
    expect(await client.flush(5000)).toBe(true)
    expect(receiver.arrived[0]?.event).toMatchObject({ message: 'hello' })
  })

  it('does not become a breadcrumb, nor a request that is watched', async () => {
    const receiver = await createReceiver()
    const client = startSending(receiver)
    for (const message of ['first', 'second']) {
      captureMessage(message)
      await client.flush()
    }
    expect(receiver.arrived[1]?.event?.message).toBe('second')
    expect(receiver.arrived[1]?.event?.breadcrumbs).toBeUndefined()
  })
})

describe('compression', () => {
  it('begins at 1 kB, with the length of what is sent', async () => {
    const receiver = await createReceiver()
    const client = startSending(receiver, { defaultIntegrations: false })
    captureMessage('short')
    await client.flush()
    captureMessage('long '.repeat(1000))
    await client.flush()
    const [short, long] = receiver.arrived as [Receiver['arrived'][0], Receiver['arrived'][0]]

    expect(short.bytes.length).toBeLessThan(1024)
    expect(short.request.headers).not.toHaveProperty('content-encoding')
    expect(short.request.headers['content-length']).toBe(String(short.bytes.length))

    expect(long.envelope.length).toBeGreaterThan(5000)
    expect(long.bytes.length).toBeLessThan(1024)
    expect(long.request.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(long.bytes.length),
    })
    expect(long.request.headers).not.toHaveProperty('transfer-encoding')
    expect(long.event?.message).toBe('long '.repeat(1000))
  })

  it('counts bytes, and brings every character through', async () => {
    const receiver = await createReceiver()
    const client = startSending(receiver, { defaultIntegrations: false })
    // Fewer characters than bytes.
    captureMessage('€'.repeat(250))
    await client.flush()
    expect(receiver.arrived[0]?.request.headers['content-encoding']).toBe('gzip')
    expect(receiver.arrived[0]?.event?.message).toBe('€'.repeat(250))
  })
})

describe('the connection', () => {
  it('is kept and used again', async () => {
    const receiver = await createReceiver()
    const client = startSending(receiver)
    for (let count = 0; count < 5; count++) {
      captureMessage(`message ${count}`)
      await client.flush()
    }
    expect(receiver.arrived).toHaveLength(5)
    expect(receiver.connections()).toBe(1)
  })

  it('is one of a few when there is much to send', async () => {
    const receiver = await createReceiver()
    const client = startSending(receiver)
    for (let count = 0; count < 50; count++) captureMessage(`message ${count}`)
    await client.flush()
    expect(new Set(receiver.arrived.map(({ event }) => event?.message)).size).toBe(50)
    expect(receiver.connections()).toBeLessThanOrEqual(8)
  })
})

describe('the answer of the receiver', () => {
  it.each([429, 502, 503, 504])('%i makes it try again, with the same event', async (status) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.01)
    const receiver = await createReceiver()
    receiver.answerWith([status, { 'Retry-After': '0' }])
    const client = startSending(receiver)
    const id = captureMessage('hello')
    expect(await client.flush(5000)).toBe(true)
    expect(receiver.arrived.map(({ event }) => event?.event_id)).toEqual([id, id])
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1, dropped: 0 })
  })

  it.each([400, 401, 403, 500])('%i is final, and counted', async (status) => {
    const receiver = await createReceiver()
    receiver.answerWith(status)
    const client = startSending(receiver, { sendClientReports: false })
    captureMessage('hello')
    expect(await client.flush(5000)).toBe(true)
    expect(receiver.arrived).toHaveLength(1)
    expect(client.stats()).toMatchObject({ delivered: 0, reasons: { send_error: 1 } })
  })

  it('413 is followed by the bare error', async () => {
    const receiver = await createReceiver()
    receiver.answerWith(413)
    const client = startSending(receiver, { sendClientReports: false })
    captureMessage('hello', { extra: { big: 'x'.repeat(5000) } })
    expect(await client.flush(5000)).toBe(true)
    const [first, second] = receiver.arrived.map(({ event }) => event)
    expect(receiver.arrived).toHaveLength(2)
    expect(first).toHaveProperty('extra')
    expect(second).toMatchObject({ event_id: first?.event_id, message: 'hello' })
    expect(second).not.toHaveProperty('extra')
    expect(client.stats()).toMatchObject({ delivered: 1, dropped: 0 })
  })

  it('may name times to be left alone, category by category', async () => {
    const receiver = await createReceiver()
    receiver.answerWith([200, { 'X-Sentry-Rate-Limits': '60:transaction:key, 60:error:key' }])
    const client = startSending(receiver)
    captureMessage('first')
    await client.flush()
    captureMessage('second')
    expect(await client.flush(50)).toBe(false)
    expect(receiver.arrived).toHaveLength(1)
    expect(client.stats()).toMatchObject({ delivered: 1, pending: 1 })
  })

  it('may be missing because the connection broke: then it is tried again', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.01)
    const receiver = await createReceiver()
    const client = startSending(receiver)
    captureMessage('first')
    await client.flush()
    receiver.answerWith('silence')
    captureMessage('second')
    await expect.poll(() => receiver.arrived).toHaveLength(2)
    receiver.arrived[1]?.request.socket.destroy()
    expect(await client.flush(5000)).toBe(true)
    expect(receiver.arrived.map(({ event }) => event?.message)).toEqual([
      'first',
      'second',
      'second',
    ])
    expect(client.stats()).toMatchObject({ delivered: 2, dropped: 0 })
  })

  it('may never come: flush says so in its time', async () => {
    const receiver = await createReceiver()
    receiver.answerWith('silence')
    const client = startSending(receiver)
    captureMessage('hello')
    expect(await client.flush(50)).toBe(false)
    expect(client.stats()).toMatchObject({ pending: 1 })
  })

  it('may be impossible, the receiver being down: nothing reaches the program', async () => {
    const escaped = vi.fn()
    process.on('unhandledRejection', escaped)
    const receiver = await createReceiver()
    await receiver.close()
    const client = startSending(receiver)
    expect(() => captureMessage('hello')).not.toThrow()
    expect(await client.flush(50)).toBe(false)
    process.off('unhandledRejection', escaped)
    expect(escaped).not.toHaveBeenCalled()
    expect(client.stats()).toMatchObject({ captured: 1, pending: 1 })
  })
})
