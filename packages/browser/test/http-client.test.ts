// @vitest-environment jsdom
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BrowserClient, type HttpClientOptions, httpClientIntegration } from '@mayday/browser'
import { createMemoryReceiver } from '@mayday/core/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { captured, start, started } from './setup.js'

let origin = ''
const server = createServer((request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Allow-Headers', '*')
  response.setHeader('Access-Control-Expose-Headers', 'X-Request-Id, X-Plan, X-Session')
  response.setHeader('X-Request-Id', 'r-1')
  response.setHeader('X-Plan', 'gold')
  response.setHeader('X-Session', 'a-secret')
  response.setHeader('Set-Cookie', 'cookie=a-secret')
  if (request.url?.startsWith('/broken')) return request.socket.destroy()
  if (request.url?.startsWith('/moved'))
    return response.writeHead(302, { Location: '/landed/503' }).end()
  response.statusCode = request.method === 'OPTIONS' ? 200 : Number(/\d{3}/.exec(request.url ?? ''))
  response.end('{}')
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function listening(
  options?: HttpClientOptions,
  others: Parameters<typeof start>[0] = {},
): ReturnType<typeof start> {
  return start({ integrations: [httpClientIntegration(options)], ...others })
}

function byXhr(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<void> {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest()
    xhr.open(method, origin + path)
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.addEventListener('loadend', () => resolve())
    xhr.send()
  })
}

const titles = ({ events }: ReturnType<typeof start>) =>
  events.map((event) => [event.request?.url?.replace(origin, ''), captured(event).value])

describe.each([
  ['fetch', (path: string, init?: RequestInit) => fetch(origin + path, init)],
  ['xhr', byXhr],
] as const)('a request by %s', (kind, request) => {
  it('that is answered with a failing status becomes an event', async () => {
    const memory = listening()
    await request('/api/500?user=jo#top', { method: 'post' })
    expect(await memory.captured()).toMatchObject({
      level: 'error',
      message: 'HTTP Client Error with status code: 500',
      exception: {
        values: [
          {
            type: 'Error',
            value: 'HTTP Client Error with status code: 500',
            mechanism: { type: `auto.http.client.${kind}`, handled: false },
          },
        ],
      },
      request: { url: `${origin}/api/500?user=[Filtered]`, method: 'POST' },
      contexts: { response: { status_code: 500 } },
    })
  })

  it('is told with the place of the call', async () => {
    const memory = listening()
    async function loadCart(): Promise<void> {
      await request('/api/500')
    }
    await loadCart()
    const names = captured(await memory.captured()).stacktrace?.frames?.map((one) => one.function)
    expect(names?.slice(-5).join()).toMatch(/loadCart/)
    expect(names?.join()).not.toMatch(/callSite|wrapper|placeOf/)
  })

  it('that is answered well, or not at all, becomes none', async () => {
    const memory = listening()
    await request('/api/200')
    await request('/api/404')
    await Promise.resolve(request('/broken')).catch(() => {})
    await memory.nothingCaptured()
  })

  it('counts by the statuses and addresses that are given', async () => {
    const memory = listening({
      failedRequestStatusCodes: [404, [500, 502]],
      failedRequestTargets: [/\/api\//g, '/shop/'],
    })
    for (const path of ['/api/404', '/api/403', '/api/502', '/api/503', '/shop/500', '/ads/500']) {
      await request(path)
    }
    await memory.client.flush()
    expect(titles(memory)).toEqual([
      ['/api/404', 'HTTP Client Error with status code: 404'],
      ['/api/502', 'HTTP Client Error with status code: 502'],
      ['/shop/500', 'HTTP Client Error with status code: 500'],
    ])
  })

  it('is looked at by the address that has answered', async () => {
    const memory = listening({ failedRequestTargets: ['/landed/'] })
    await request('/moved')
    expect((await memory.captured()).contexts?.response).toMatchObject({ status_code: 503 })
  })

  it('keeps all but harmless headers to itself', async () => {
    const memory = listening()
    const headers = { Accept: 'text/html', 'X-Own': 'mine', Authorization: 'Bearer a-secret' }
    await request('/api/500', { headers })
    const { request: sent, contexts } = await memory.captured()
    expect(sent?.headers).toEqual({ accept: 'text/html', 'User-Agent': navigator.userAgent })
    expect(contexts?.response).toEqual({
      status_code: 500,
      headers: { 'content-length': '2', 'x-request-id': 'r-1' },
      body_size: 2,
    })
    expect(memory.envelopes.join()).not.toContain('a-secret')
  })

  it('tells the others where they may be sent, but no credentials and no cookies', async () => {
    const memory = listening({}, { dataCollection: { httpHeaders: true, cookies: true } })
    const headers = { 'X-Own': 'mine', Authorization: 'Bearer a-secret' }
    await request('/api/500', { headers })
    const { request: sent, contexts } = await memory.captured()
    expect(sent?.headers).toMatchObject({ 'x-own': 'mine' })
    expect(contexts?.response).toMatchObject({ headers: { 'x-plan': 'gold' } })
    const names = Object.keys({ ...sent?.headers, ...(contexts?.response?.headers as object) })
    expect(names.join()).not.toMatch(/cookie|auth|session/i)
    expect(memory.envelopes.join()).not.toContain('a-secret')
  })

  it('is none of a client that is not the page’s', async () => {
    const memory = start()
    const other = createMemoryReceiver()
    const integrations = [httpClientIntegration()]
    const client = started(new BrowserClient({ ...other.options, integrations }))
    client.init()
    await request('/api/500')
    await Promise.all([client.flush(), memory.client.flush()])
    expect([...memory.events, ...other.events]).toEqual([])
  })

  it('of the SDK itself never counts', async () => {
    const memory = listening({}, { tunnel: `${origin}/tunnel/500` })
    await request('/tunnel/500')
    await request('/envelope/500?sentry_key=public')
    await memory.nothingCaptured()
  })
})

it('tells how long an answer was where it says so', async () => {
  const answer = new Response('{}', { status: 500, headers: { 'Content-Length': '2' } })
  vi.stubGlobal('fetch', async () => answer)
  const memory = listening()
  await fetch('/relative?q=1')
  const { request, contexts } = await memory.captured()
  expect(request?.url).toBe(`${location.origin}/relative?q=[Filtered]`)
  expect(contexts?.response).toMatchObject({ body_size: 2 })
  await memory.client.close()
  vi.unstubAllGlobals()
})

it('reads the headers of a request that was made before', async () => {
  const memory = listening()
  await fetch(new Request(`${origin}/api/500`, { headers: { Accept: 'text/css' } }))
  expect((await memory.captured()).request?.headers).toMatchObject({ accept: 'text/css' })
})

it('knows a tunnel that is taken by itself', async () => {
  vi.stubGlobal('fetch', async () => new Response('{}', { status: 500 }))
  const memory = listening({}, { tunnel: 'auto', tunnelPath: '/around' })
  await fetch('/around')
  await memory.nothingCaptured()
  await memory.client.close()
  vi.unstubAllGlobals()
})

it('leaves the page as it was', async () => {
  const functions = () => {
    const { open, send, setRequestHeader } = XMLHttpRequest.prototype
    return [fetch, open, send, setRequestHeader]
  }
  const before = functions()
  const { client } = listening()
  expect(functions()).not.toEqual(before)
  await client.close()
  for (const [at, one] of functions().entries()) expect(one).toBe(before[at])
})

it('works where a page has no requests of the one kind', async () => {
  vi.stubGlobal('XMLHttpRequest', undefined)
  const memory = listening()
  await fetch(`${origin}/api/500`)
  await memory.captured()
  await memory.client.close()
  vi.unstubAllGlobals()
})
