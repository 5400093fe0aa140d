import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { captureMessage, createClient, init, NodeClient, type NodeOptions } from '@mayday/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProxy, listening, TLS } from './proxy.js'
import { createReceiver, type Receiver, started } from './setup.js'

const NAMES = ['http_proxy', 'https_proxy', 'no_proxy']
beforeEach(() => {
  // Whoever runs the tests may be behind a proxy.
  for (const name of NAMES) for (const one of [name, name.toUpperCase()]) vi.stubEnv(one, '')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

async function send(
  { dsn }: Pick<Receiver, 'dsn'>,
  transportOptions: NodeOptions['transportOptions'],
) {
  const client = started(init({ dsn, transportOptions, sendClientReports: false }))
  captureMessage('hello')
  return { isSent: await client.flush(3000), stats: client.stats() }
}

function hostOf({ dsn }: Receiver): string {
  return new URL(dsn).host
}

describe('a proxy', () => {
  it('is told the whole address of a receiver without TLS', async () => {
    const receiver = await createReceiver()
    const proxy = await createProxy()
    expect((await send(receiver, { proxy: proxy.url })).isSent).toBe(true)
    expect(proxy.asked).toEqual([
      ['POST', `http://${hostOf(receiver)}/api/42/envelope/`, undefined],
    ])
    expect(receiver.arrived[0]?.request.headers).toMatchObject({
      host: hostOf(receiver),
      'x-sentry-auth': expect.stringContaining('sentry_key=public'),
    })
    expect(receiver.arrived[0]?.request.headers).not.toHaveProperty('proxy-authorization')
  })

  it.each([false, true])(
    'is told nothing but the host of a receiver with TLS (itself with TLS: %s)',
    async (isSecure) => {
      const receiver = await createReceiver('127.0.0.1', TLS)
      const proxy = await createProxy({ isSecure })
      const options = { proxy: proxy.url, caCerts: TLS.cert }
      expect((await send(receiver, options)).isSent).toBe(true)
      expect(proxy.asked).toEqual([['CONNECT', hostOf(receiver), undefined]])
      expect(receiver.arrived[0]?.event?.message).toBe('hello')
      expect(receiver.arrived[0]?.request.url).toBe('/api/42/envelope/')
    },
  )

  it.each([undefined, TLS])('is given the credentials of its address (%#)', async (tls) => {
    const receiver = await createReceiver('127.0.0.1', tls)
    const proxy = await createProxy()
    const url = proxy.url.replace('//', '//me%40work:p%C3%A4ss@')
    await send(receiver, { proxy: url, caCerts: TLS.cert })
    const credentials = Buffer.from('me@work:päss').toString('base64')
    expect(proxy.asked.map(([, , authorization]) => authorization)).toEqual([
      `Basic ${credentials}`,
    ])
    expect(receiver.arrived).toHaveLength(1)
    expect(receiver.arrived[0]?.request.headers).not.toHaveProperty('proxy-authorization')
  })

  it.each([undefined, TLS])('is connected to once for many envelopes (%#)', async (tls) => {
    const receiver = await createReceiver('127.0.0.1', tls)
    const { dsn } = receiver
    const proxy = await createProxy()
    const transportOptions = { proxy: proxy.url, caCerts: TLS.cert }
    const client = started(init({ dsn, transportOptions }))
    for (const message of ['first', 'second', 'third']) {
      captureMessage(message)
      expect(await client.flush(3000)).toBe(true)
    }
    expect(receiver.arrived).toHaveLength(3)
    expect(proxy.asked).toHaveLength(tls ? 1 : 3)
  })

  it.each([
    [407, undefined],
    [407, TLS],
    [403, TLS],
    [502, TLS],
  ])('that refuses with %i is as good as silent: the event waits (%#)', async (refusal, tls) => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
    const receiver = await createReceiver('127.0.0.1', tls)
    const proxy = await createProxy({ refusal })
    const client = started(
      init({
        dsn: receiver.dsn,
        debug: true,
        transportOptions: { proxy: proxy.url.replace('//', '//me:secret@'), caCerts: TLS.cert },
      }),
    )
    captureMessage('hello')
    await expect.poll(() => proxy.asked).not.toEqual([])
    expect(await client.flush(50)).toBe(false)
    expect(client.stats()).toMatchObject({ pending: 1, dropped: 0 })
    const lines = vi.mocked(console.log).mock.calls.map((line) => line.map(String).join(' '))
    expect(lines).toContain(`[mayday] No answer: Error: the proxy answered ${refusal}`)
    expect(lines.join('\n')).not.toContain('secret')
    // Attempts go on, and may say so.
    started(init())
    vi.mocked(console.log).mockRestore()
  })

  it('that is down is as good as silent', async () => {
    const receiver = await createReceiver('127.0.0.1', TLS)
    const { isSent, stats } = await (async () => {
      const client = started(
        init({ dsn: receiver.dsn, transportOptions: { proxy: 'http://127.0.0.1:1' } }),
      )
      captureMessage('hello')
      return { isSent: await client.flush(200), stats: client.stats() }
    })()
    expect(isSent).toBe(false)
    expect(stats).toMatchObject({ pending: 1, dropped: 0 })
  })

  it.each(['socks5://127.0.0.1:1', 'http://', '::'])(
    'at no address of a proxy (%s) is left out',
    async (proxy) => {
      const receiver = await createReceiver()
      expect((await send(receiver, { proxy })).isSent).toBe(true)
    },
  )

  it('may be named without http://', async () => {
    const receiver = await createReceiver()
    const proxy = await createProxy()
    await send(receiver, { proxy: proxy.url.replace('http://', '') })
    expect(proxy.asked).toHaveLength(1)
  })
})

describe('the options of older programs', () => {
  it.each([
    [undefined, 'httpProxy'],
    [TLS, 'httpProxy'],
    [TLS, 'httpsProxy'],
  ])('name the proxy and whom to trust (%#)', async (tls, name) => {
    const receiver = await createReceiver('127.0.0.1', tls)
    const proxy = await createProxy()
    const options = { dsn: receiver.dsn, [name]: proxy.url, caCerts: TLS.cert }
    for (const make of [init, createClient, (given: NodeOptions) => new NodeClient(given)]) {
      const client = started(make(options))
      client.captureMessage('hello')
      expect(await client.flush(3000)).toBe(true)
    }
    expect(proxy.asked).toHaveLength(3)
    expect(receiver.arrived).toHaveLength(3)
  })

  it('give way to transportOptions', async () => {
    const receiver = await createReceiver()
    const [old, given] = [await createProxy(), await createProxy()]
    const transportOptions = { proxy: given.url }
    const client = started(init({ dsn: receiver.dsn, httpProxy: old.url, transportOptions }))
    captureMessage('hello')
    await client.flush(3000)
    expect([old.asked.length, given.asked.length]).toEqual([0, 1])
  })
})

describe('the environment', () => {
  it.each([
    ['http_proxy', undefined],
    ['HTTP_PROXY', undefined],
    ['https_proxy', TLS],
    ['HTTPS_PROXY', TLS],
    ['http_proxy', TLS],
  ])('names the proxy in %s (%#)', async (name, tls) => {
    const receiver = await createReceiver('127.0.0.1', tls)
    const proxy = await createProxy()
    vi.stubEnv(name, proxy.url)
    await send(receiver, { caCerts: TLS.cert })
    expect(proxy.asked).toHaveLength(1)
    expect(receiver.arrived).toHaveLength(1)
  })

  it('names one for https: that is not for http:', async () => {
    const receiver = await createReceiver()
    const proxy = await createProxy()
    vi.stubEnv('https_proxy', proxy.url)
    await send(receiver, {})
    expect(proxy.asked).toEqual([])
    expect(receiver.arrived).toHaveLength(1)
  })

  it('gives way to the option', async () => {
    const receiver = await createReceiver()
    const [named, given] = [await createProxy(), await createProxy()]
    vi.stubEnv('http_proxy', named.url)
    await send(receiver, { proxy: given.url })
    expect([named.asked.length, given.asked.length]).toEqual([0, 1])
  })

  it('is not believed where a request may have written it', async () => {
    const receiver = await createReceiver()
    const proxy = await createProxy()
    vi.stubEnv('HTTP_PROXY', proxy.url)
    vi.stubEnv('REQUEST_METHOD', 'GET')
    await send(receiver, {})
    expect(proxy.asked).toEqual([])
  })
})

describe('no_proxy', () => {
  /** Nobody answers at these names; a proxy that was asked for them says so. */
  async function isProxied(address: string, list: string): Promise<boolean> {
    vi.stubEnv('no_proxy', list)
    const proxy = await createProxy({ refusal: 500 })
    const client = started(init({ dsn: address, transportOptions: { proxy: proxy.url } }))
    captureMessage('hello')
    await client.flush(300)
    await client.close(1)
    return proxy.asked.length > 0
  }

  it.each([
    ['http://key@127.0.0.1:9/1', '*'],
    ['http://key@127.0.0.1:9/1', '10.0.0.1, 127.0.0.1'],
    ['http://key@127.0.0.1:9/1', '127.0.0.1:9'],
    ['http://key@[::1]:9/1', '::1'],
    ['http://key@[::1]:9/1', '[::1]:9'],
    ['http://key@sub.receiver.localhost:9/1', 'receiver.localhost'],
    ['http://key@sub.receiver.localhost:9/1', '.receiver.localhost'],
    ['http://key@sub.receiver.localhost:9/1', '*.receiver.localhost'],
    ['http://key@receiver.localhost:9/1', '.receiver.localhost'],
    ['http://key@Receiver.localhost:9/1', 'RECEIVER.localhost'],
  ])('leaves the proxy out for %s with %s', async (address, list) => {
    expect(await isProxied(address, list)).toBe(false)
  })

  it.each([
    ['http://key@127.0.0.1:9/1', '127.0.0.1:8'],
    ['http://key@127.0.0.1:9/1', 'localhost,,'],
    ['http://key@[::1]:9/1', '[::1]:8'],
    ['http://key@thereceiver.localhost:9/1', 'receiver.localhost'],
    ['http://key@receiver.localhost:9/1', 'sub.receiver.localhost'],
  ])('keeps it for %s with %s', async (address, list) => {
    expect(await isProxied(address, list)).toBe(true)
  })
})

describe('caCerts', () => {
  it.each([TLS.cert, Buffer.from(TLS.cert), [TLS.cert], [Buffer.from(TLS.cert)]])(
    'makes a receiver trusted that nobody else vouches for (%#)',
    async (caCerts) => {
      const receiver = await createReceiver('127.0.0.1', TLS)
      expect((await send(receiver, { caCerts })).isSent).toBe(true)
      expect(receiver.arrived).toHaveLength(1)
    },
  )

  it('are needed for such a one', async () => {
    const receiver = await createReceiver('127.0.0.1', TLS)
    const client = started(init({ dsn: receiver.dsn }))
    captureMessage('hello')
    expect(await client.flush(300)).toBe(false)
    expect(receiver.arrived).toEqual([])
    expect(client.stats()).toMatchObject({ pending: 1 })
  })
})

describe('one attempt', () => {
  it('is over after its timeout, and so is its connection', async () => {
    let closed = 0
    const server = createServer((_request, response) => {
      response.on('close', () => closed++)
    })
    const port = await listening(server)
    const client = started(
      init({ dsn: `http://key@127.0.0.1:${port}/1`, transportOptions: { timeout: 50 } }),
    )
    captureMessage('hello')
    await expect.poll(() => closed).toBeGreaterThan(0)
    expect(client.stats()).toMatchObject({ pending: 1, dropped: 0 })
  })

  it('counts as answered once the headers are there, and does not wait for an answer that never ends', async () => {
    let closed = 0
    const server = createServer((_request, response) => {
      response.writeHead(200).write('{')
      const trickle = setInterval(() => response.write(' '), 20)
      response.on('close', () => {
        clearInterval(trickle)
        closed++
      })
    })
    const port = await listening(server)
    const client = started(init({ dsn: `http://key@127.0.0.1:${port}/1` }))
    captureMessage('hello')
    expect(await client.flush(5000)).toBe(true)
    expect(client.stats()).toMatchObject({ delivered: 1, pending: 0 })
    await expect.poll(() => closed).toBe(1)
  })

  it.each([301, 302, 307, 308])('is not led elsewhere by %i', async (status) => {
    const receiver = await createReceiver()
    const elsewhere = await createReceiver()
    const location = `http://${hostOf(elsewhere)}/api/42/envelope/`
    receiver.answerWith([status, { Location: location }])
    const { stats } = await send(receiver, {})
    expect(elsewhere.connections()).toBe(0)
    expect(stats).toMatchObject({ delivered: 0, reasons: { send_error: 1 } })
  })

  it('uses a connection of its own where keepAlive is off', async () => {
    const receiver = await createReceiver()
    const client = started(init({ dsn: receiver.dsn, transportOptions: { keepAlive: false } }))
    for (const message of ['first', 'second']) {
      captureMessage(message)
      await client.flush(3000)
    }
    expect(receiver.connections()).toBe(2)
  })

  it('is made with the module that the program gives', async () => {
    const receiver = await createReceiver()
    const { request } = await import('node:http')
    const seen: unknown[] = []
    const httpModule = {
      request: (...args: Parameters<typeof request>) => {
        seen.push(args[0])
        return request(...args)
      },
    }
    await send(receiver, { httpModule })
    expect(seen).toEqual([expect.objectContaining({ hostname: '127.0.0.1', method: 'POST' })])
    expect(receiver.arrived).toHaveLength(1)
  })
})

it('a receiver behind TLS that speaks no HTTP leaves the program alone', async () => {
  const server = createSecureServer(TLS)
  server.on('secureConnection', (socket) => socket.end('no HTTP at all\r\n\r\n'))
  const port = await listening(server)
  const client = started(
    init({ dsn: `https://key@127.0.0.1:${port}/1`, transportOptions: { caCerts: TLS.cert } }),
  )
  captureMessage('hello')
  expect(await client.flush(200)).toBe(false)
  expect(client.stats()).toMatchObject({ pending: 1, dropped: 0 })
})
