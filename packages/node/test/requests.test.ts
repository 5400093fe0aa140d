import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerResponse,
  request as send,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { DataCollection } from '@mayday/core'
import {
  addBreadcrumb,
  captureException,
  captureMessage,
  getIsolationScope,
  httpIntegration,
  requestDataIntegration,
  setTag,
  setUser,
  wrapHandler,
} from '@mayday/node'
import { afterEach, describe, expect, it } from 'vitest'
import { captured, start } from './setup.js'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(handler: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(handler)
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Answers with the status; resolves when the answer is there. */
function ask(
  url: string,
  options: { agent?: Agent; headers?: OutgoingHttpHeaders; method?: string } = {},
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    request.on('error', reject).end()
  })
}

const answer = (response: ServerResponse, status = 200): void =>
  void response.writeHead(status).end()

describe('scopes', () => {
  /** A service that waits in every way that services wait, and captures after each. */
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.url?.slice(1) ?? ''
    setUser({ id })
    setTag('request', id)
    addBreadcrumb({ message: `served ${id}` })
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
    setTag('late', id)
    await null
    request.on('end', () => {
      setImmediate(() => {
        captureException(new Error(`of ${id}`))
        answer(response)
      })
    })
    request.resume()
  }

  it.each(['fresh', 'kept alive'])(
    'hold nothing of any other of 200 concurrent requests, on connections that are %s',
    async (kind) => {
      const integrations = [httpIntegration({ breadcrumbs: false })]
      const { client, events } = start({ floodControl: false, integrations })
      const url = await serve(handle)
      const agent = new Agent({ keepAlive: kind === 'kept alive', maxSockets: 20 })
      await Promise.all(
        Array.from({ length: 200 }, (_, index) => ask(`${url}/${index}`, { agent })),
      )
      agent.destroy()
      // More than may wait at once would be another matter.
      await client.flush()
      expect(events).toHaveLength(200)
      const foreign = events.filter((event) => {
        const id = captured(event).value?.slice('of '.length)
        const crumbs = event.breadcrumbs?.values.map(({ message }) => message)
        return (
          event.user?.id !== id ||
          event.tags?.request !== id ||
          event.tags?.late !== id ||
          crumbs?.length !== 1 ||
          crumbs[0] !== `served ${id}` ||
          event.transaction !== `GET /${id}` ||
          event.request?.url !== `${url}/${id}`
        )
      })
      expect(foreign).toEqual([])
    },
  )

  it('that fail in the same way one after the other are each told, with their own users', async () => {
    const { client, events } = start()
    const url = await serve((request, response) => {
      setUser({ id: request.url?.slice(1) ?? '' })
      captureException(new Error('again'))
      answer(response)
    })
    for (const id of ['7', '8', '9']) await ask(`${url}/${id}`)
    await client.flush()
    expect(events.map(({ user }) => user?.id)).toEqual(['7', '8', '9'])
  })

  it('start from those of the process, and leave nothing there', async () => {
    const memory = start()
    setTag('service', 'shop')
    const url = await serve((_request, response) => {
      setUser({ id: '7' })
      captureMessage('inside')
      answer(response)
    })
    await ask(`${url}/`)
    expect(await memory.captured()).toMatchObject({ user: { id: '7' }, tags: { service: 'shop' } })
    captureMessage('outside')
    const outside = await memory.captured()
    expect(outside).toMatchObject({ message: 'outside', tags: { service: 'shop' } })
    expect(outside.user).toBeUndefined()
    expect(outside.request).toBeUndefined()
    expect(outside.transaction).toBeUndefined()
  })

  it('end with the client: later requests are served without', async () => {
    const { client } = start()
    await client.close()
    const scopes = new Set<unknown>()
    const url = await serve((_request, response) => {
      scopes.add(getIsolationScope())
      answer(response)
    })
    await ask(`${url}/1`)
    await ask(`${url}/2`)
    expect([...scopes]).toEqual([getIsolationScope()])
  })
})

describe('wrapHandler', () => {
  it('captures what the handler throws, and throws it on', async () => {
    const memory = start()
    const error = new RangeError('thrown')
    const handler = wrapHandler(() => {
      throw error
    })
    let seen: unknown
    const url = await serve((request, response) => {
      try {
        handler(request)
      } catch (thrown) {
        seen = thrown
      }
      answer(response, 500)
    })
    expect(await ask(`${url}/orders/7`)).toBe(500)
    expect(seen).toBe(error)
    const event = await memory.captured()
    expect(captured(event)).toMatchObject({
      type: 'RangeError',
      mechanism: { type: 'auto.http.node', handled: false },
    })
    expect(event).toMatchObject({
      transaction: 'GET /orders/7',
      request: { method: 'GET', url: `${url}/orders/7` },
    })
  })

  it('captures what the handler rejects with, and rejects with it', async () => {
    const memory = start()
    const error = new RangeError('rejected')
    const handler = wrapHandler(async (_request, response: ServerResponse) => {
      await null
      setTag('seen', 'yes')
      response.statusCode = 500
      throw error
    })
    let seen: unknown
    const url = await serve((request, response) => {
      handler(request, response).catch((rejected) => {
        seen = rejected
        response.end()
      })
    })
    expect(await ask(`${url}/`)).toBe(500)
    expect(seen).toBe(error)
    const event = await memory.captured()
    expect(event.tags).toEqual({ seen: 'yes' })
    expect(captured(event).mechanism).toEqual({ type: 'auto.http.node', handled: false })
  })

  it('captures a thrown text as it is, without a stack of our own', async () => {
    const memory = start()
    const handler = wrapHandler(() => {
      throw 'just a text'
    })
    const url = await serve((request, response) => {
      expect(() => handler(request)).toThrow('just a text')
      answer(response)
    })
    await ask(url)
    expect(captured(await memory.captured())).toEqual({
      type: 'Error',
      value: 'just a text',
      mechanism: { type: 'auto.http.node', handled: false, synthetic: true },
    })
  })

  it('gives back what the handler gives, and passes on its arguments', async () => {
    const memory = start()
    const result = { some: 'object' }
    const sync = wrapHandler((_request, ...rest: unknown[]) => [result, ...rest])
    const late = wrapHandler(async (_request, value: number) => value * 2)
    const results: unknown[] = []
    const url = await serve(async (request, response) => {
      results.push(sync(request, response, 'more'), await late(request, 21))
      expect(results[0]).toEqual([result, response, 'more'])
      answer(response)
    })
    await ask(url)
    expect((results[0] as unknown[])[0]).toBe(result)
    expect(results[1]).toBe(42)
    await expect(memory).not.toHaveCaptured()
  })

  it('works without init, and captures nothing', async () => {
    const error = new Error('thrown')
    const handler = wrapHandler(() => {
      throw error
    })
    const url = await serve((request, response) => {
      expect(() => handler(request)).toThrow(error)
      answer(response)
    })
    expect(await ask(url)).toBe(200)
  })
})

describe('the request on an event', () => {
  /** What an event says of one request to `path`. */
  async function described(
    path: string,
    headers: OutgoingHttpHeaders = {},
    options: Parameters<typeof start>[0] = {},
    host?: string,
  ) {
    const memory = start(options)
    const url = await serve((_request, response) => {
      captureMessage('inside')
      answer(response)
    }, host)
    await ask(url + path, { headers, method: 'POST' })
    const event = await memory.captured()
    return { url, event, request: event.request, sent: memory.envelopes.join() }
  }

  const SECRETS = {
    Authorization: 'Bearer a-secret-value',
    'Proxy-Authorization': 'Basic a-secret-value',
    Cookie: 'session=a-secret-value',
    'X-Api-Key': 'a-secret-value',
    'X-Auth-Token': 'a-secret-value',
    'X-CSRF-Token': 'a-secret-value',
    'X-Session-Id': 'a-secret-value',
  }
  const PERSONAL = { 'X-Forwarded-For': '203.0.113.7', 'X-Customer': 'anybody' }
  const SAFE = {
    Accept: 'application/json',
    'Accept-Language': 'de',
    'Content-Type': 'text/plain',
    Origin: 'https://shop.example',
    'User-Agent': 'a test',
    'X-Request-Id': 'r-1',
  }

  it('has what is on the list of safe headers, and no other', async () => {
    const { request, sent, url } = await described('/orders', {
      ...SAFE,
      ...PERSONAL,
      ...SECRETS,
    })
    expect(request).toEqual({
      method: 'POST',
      url: `${url}/orders`,
      headers: {
        accept: 'application/json',
        'accept-language': 'de',
        'content-type': 'text/plain',
        origin: 'https://shop.example',
        'user-agent': 'a test',
        'x-request-id': 'r-1',
        host: new URL(url).host,
        'content-length': '0',
      },
    })
    expect(sent).not.toMatch(/a-secret-value|anybody|203\.0\.113/)
  })

  it('never has credentials, even where personal data may be sent', async () => {
    const { request, sent } = await described(
      '/orders',
      { ...SAFE, ...PERSONAL, ...SECRETS },
      { sendDefaultPii: true },
    )
    expect(request?.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.7',
      'x-customer': 'anybody',
    })
    for (const name of Object.keys(SECRETS)) {
      expect(request?.headers).not.toHaveProperty(name.toLowerCase())
    }
    expect(sent).not.toContain('a-secret-value')
  })

  it('has the names of its query, and the values only where personal data may be sent', async () => {
    const path = '/search?q=anybody&page=2'
    const headers = { Referer: 'https://shop.example/?q=anybody' }
    const { request, sent, url } = await described(path, headers)
    expect(request).toMatchObject({
      url: `${url}/search`,
      query_string: 'q=[Filtered]&page=[Filtered]',
      headers: { referer: 'https://shop.example/?q=[Filtered]' },
    })
    expect(sent).not.toContain('anybody')
    const open = await described(path, headers, { sendDefaultPii: true })
    expect(open.request).toMatchObject({
      query_string: 'q=anybody&page=2',
      headers: { referer: 'https://shop.example/?q=anybody' },
    })
  })

  it('opens one category without the others', async () => {
    const headers = { ...SAFE, ...PERSONAL, ...SECRETS }
    const path = '/search?q=anybody&access_token=a-secret-value&key=a-secret-value'
    const inside = (dataCollection: DataCollection) =>
      described(path, headers, { dataCollection, sendDefaultPii: false })

    const withHeaders = await inside({ httpHeaders: true })
    expect(withHeaders.request?.headers).toHaveProperty('x-customer', 'anybody')
    // Headers that tell the client's address want both.
    expect(withHeaders.request?.headers).not.toHaveProperty('x-forwarded-for')
    expect(withHeaders.request?.query_string).toBe(
      'q=[Filtered]&access_token=[Filtered]&key=[Filtered]',
    )
    expect(withHeaders.event.user).toBeUndefined()

    const withQuery = await inside({ queryParams: true })
    expect(withQuery.request?.query_string).toBe('q=anybody&access_token=[Filtered]&key=[Filtered]')
    expect(withQuery.request?.headers).not.toHaveProperty('x-customer')

    const withUser = await inside({ userInfo: true })
    expect(withUser.event.user).toEqual({ ip_address: '203.0.113.7' })
    expect(withUser.event.sdk?.settings).toEqual({ infer_ip: 'never' })
    expect(withUser.request?.headers).not.toHaveProperty('x-forwarded-for')
    for (const { sent } of [withHeaders, withQuery, withUser]) {
      expect(sent).not.toContain('a-secret-value')
      expect(sent).not.toContain('"cookies"')
    }
  })

  it('leaves out the parts that requestDataIntegration is told to, and opens none', async () => {
    const include = { headers: false, url: false, cookies: false, ip: true }
    const integrations = [requestDataIntegration({ include })]
    const open = await described('/cart?q=1', { ...SAFE, cookie: 'a=b' }, { integrations })
    expect(open.request).toEqual({ method: 'POST', query_string: 'q=[Filtered]' })
    expect(open.event.user).toBeUndefined()

    const wide = { integrations, sendDefaultPii: true }
    const { request, event } = await described('/cart?q=1', { ...SAFE, cookie: 'a=b' }, wide)
    expect(request).toEqual({ method: 'POST', query_string: 'q=1' })
    expect(event.user).toEqual({ ip_address: '127.0.0.1' })
  })

  it('has what sendDefaultPii opens, but for what dataCollection closes again', async () => {
    const headers = { ...PERSONAL, ...SECRETS }
    const options = { sendDefaultPii: true, dataCollection: { httpHeaders: false } }
    const { request, event } = await described('/a?q=1', headers, options)
    expect(request?.query_string).toBe('q=1')
    expect(event.user).toEqual({ ip_address: '203.0.113.7' })
    expect(request?.headers).not.toHaveProperty('x-customer')
    expect(request).not.toHaveProperty('cookies')
  })

  it.each([
    ['theme=dark; lang=de', { theme: 'dark', lang: 'de' }],
    [
      'theme="a=b"; connect.sid=s3cret; PHPSESSID=s3cret',
      { theme: '"a=b"', 'connect.sid': '[Filtered]', PHPSESSID: '[Filtered]' },
    ],
    [
      'remember_token=s3cret; user_identity=s3cret',
      { remember_token: '[Filtered]', user_identity: '[Filtered]' },
    ],
    ['s3cret', { '[Filtered]': '[Filtered]' }],
    ['', undefined],
  ])(
    'has its cookies only where they are wanted, without those that open something: %s',
    async (Cookie, cookies) => {
      const closed = await described('/', { Cookie }, { sendDefaultPii: true })
      expect(closed.request).not.toHaveProperty('cookies')
      const open = await described('/', { Cookie }, { dataCollection: { cookies: true } })
      expect(open.request?.cookies).toEqual(cookies)
      expect(open.request?.headers).not.toHaveProperty('cookie')
      expect(open.sent).not.toContain('s3cret')
    },
  )

  it.each([
    ['203.0.113.7, 10.0.0.1', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['unknown', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])(
    'names the client that the first proxy saw, else that of the connection: %j',
    async (forwarded, address) => {
      const headers = forwarded ? { 'X-Forwarded-For': forwarded } : {}
      const { event } = await described('/', headers, { dataCollection: { userInfo: true } })
      expect(event.user).toEqual({ ip_address: address })
    },
  )

  it('leaves the user that the program names', async () => {
    const memory = start({ dataCollection: { userInfo: true } })
    const url = await serve((_request, response) => {
      setUser({ id: '7', ip_address: null })
      captureMessage('inside')
      answer(response)
    })
    await ask(url)
    expect((await memory.captured()).user).toEqual({ id: '7', ip_address: null })
  })

  it('has no query where there is none', async () => {
    expect((await described('/search?')).request).not.toHaveProperty('query_string')
  })

  it('names an IPv6 host as addresses do', async () => {
    const { request, url } = await described('/orders', {}, {}, '::1')
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
    expect(request).toMatchObject({
      url: `${url}/orders`,
      headers: { host: new URL(url).host },
    })
  })

  it('is right for a target that is a whole address, as proxies send it', async () => {
    const memory = start()
    const url = await serve((_request, response) => {
      captureMessage('inside')
      answer(response)
    })
    const { port } = new URL(url)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          'GET http://shop.example/orders?id=7 HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n',
        )
      })
      socket.resume().on('close', () => resolve())
    })
    expect(await memory.captured()).toMatchObject({
      transaction: 'GET /orders',
      request: { url: 'http://shop.example/orders', query_string: 'id=[Filtered]' },
    })
  })

  it('is what the program sees too: nothing is changed on it', async () => {
    start()
    let keys: PropertyKey[] = []
    const url = await serve((request, response) => {
      keys = Reflect.ownKeys(request)
      answer(response)
    })
    await ask(url)
    const bare = await new Promise<PropertyKey[]>((resolve) => {
      const server = createServer((request, response) => {
        resolve(Reflect.ownKeys(request))
        answer(response)
        server.close()
      }).listen(0, '127.0.0.1', () => {
        get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, (response) =>
          response.resume(),
        )
      })
    })
    expect(keys.map(String)).toEqual(bare.map(String))
  })
})
