// @vitest-environment jsdom
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type BrowserOptions,
  captureMessage,
  createClient,
  flush,
  init,
  makeFetchTransport,
} from '@mayday/browser'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { started } from './setup.js'

interface Arrived {
  method: string | undefined
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

const arrived: Arrived[] = []
let answer: { status: number; headers: Record<string, string> } = { status: 200, headers: {} }
let origin = ''

const receiver = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method, headers } = request
    const body = Buffer.concat(chunks).toString()
    arrived.push({ method, url: new URL(request.url ?? '', origin), headers, body })
    response.writeHead(answer.status, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'x-sentry-rate-limits, retry-after',
      ...answer.headers,
    })
    response.end('{}')
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(() => {
  receiver.closeAllConnections()
  receiver.close()
})
afterEach(() => {
  vi.unstubAllGlobals()
  arrived.length = 0
  answer = { status: 200, headers: {} }
})

function startSending(options: BrowserOptions = {}) {
  return started(init({ dsn: `${origin.replace('//', '//public@')}/42`, ...options }))
}

/** What `fetch` is called with; it answers when told to. */
function stubFetch() {
  const calls: { url: string; init: RequestInit }[] = []
  const answers: (() => void)[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push({ url, init })
    return new Promise((resolve) => answers.push(() => resolve(new Response('{}'))))
  })
  const answerAll = async (): Promise<void> => {
    for (const one of answers.splice(0)) one()
    await flush(100)
  }
  return { calls, answerAll }
}

describe('a request to the receiver', () => {
  it('says in its address who sends, and needs no preflight', async () => {
    const client = startSending()
    const id = captureMessage('hello')
    await client.flush()
    expect(arrived).toHaveLength(1)
    const [{ method, url, headers, body }] = arrived as [Arrived]
    expect(method).toBe('POST')
    expect(url.pathname).toBe('/api/42/envelope/')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      sentry_version: '7',
      sentry_key: 'public',
      sentry_client: 'mayday.javascript.browser/0.1.0',
    })
    // Another type, or a header of our own, would be asked for beforehand.
    expect(headers['content-type']).toBe('text/plain;charset=UTF-8')
    expect(headers).not.toHaveProperty('x-sentry-auth')
    expect(headers).not.toHaveProperty('content-encoding')
    expect(JSON.parse(body.split('\n')[0] ?? '')).toMatchObject({
      event_id: id,
      sdk: { name: 'mayday.javascript.browser', version: '0.1.0' },
    })
    expect(JSON.parse(body.split('\n')[2] ?? '')).toMatchObject({ message: 'hello' })
  })

  it('names no headers to fetch, so that the browser chooses them', async () => {
    const { calls, answerAll } = stubFetch()
    startSending()
    captureMessage('hello')
    expect(calls[0]?.init).toEqual({
      method: 'POST',
      body: expect.stringContaining('"hello"'),
      referrerPolicy: 'strict-origin',
      keepalive: true,
      headers: {},
      signal: expect.any(AbortSignal),
    })
    await answerAll()
  })

  it('has the headers and the settings of fetch that the program asks for', async () => {
    const { calls, answerAll } = stubFetch()
    startSending({
      transportOptions: {
        headers: { 'X-Gateway': 'yes' },
        fetchOptions: { credentials: 'include', keepalive: false },
      },
    })
    captureMessage('hello')
    expect(calls[0]?.init).toMatchObject({
      headers: { 'X-Gateway': 'yes' },
      credentials: 'include',
      keepalive: false,
    })
    await answerAll()
  })

  it('goes to the tunnel with nothing in its address, the envelope saying where it belongs', async () => {
    const client = startSending({ tunnel: `${origin}/tunnel` })
    captureMessage('through')
    await client.flush()
    expect(arrived[0]?.url.href).toBe(`${origin}/tunnel`)
    expect(JSON.parse(arrived[0]?.body.split('\n')[0] ?? '')).toMatchObject({
      dsn: `${origin.replace('//', '//public@')}/42`,
    })
  })

  it('is under way when the capture returns', async () => {
    const { calls, answerAll } = stubFetch()
    startSending()
    captureMessage('right before the page closes')
    expect(calls).toHaveLength(1)
    await answerAll()
  })
})

describe('keepalive', () => {
  it('is asked for as long as 15 requests or fewer are under way', async () => {
    const { calls, answerAll } = stubFetch()
    const client = startSending({ transportOptions: { bufferSize: 100 } })
    for (let count = 1; count <= 20; count++) captureMessage(`message ${count}`)
    const isKept = calls.map(({ init }) => init.keepalive)
    expect(isKept.slice(0, 15)).toEqual(Array(15).fill(true))
    expect(isKept.slice(15).every((one) => one === false)).toBe(true)
    while (client.stats().pending > 0) await answerAll()
    captureMessage('afterwards')
    expect(calls.at(-1)?.init.keepalive).toBe(true)
    await answerAll()
  })

  it('is asked for as long as 60 000 bytes or fewer are under way', async () => {
    const { calls, answerAll } = stubFetch()
    startSending({ maxValueLength: 100_000 })
    // Two bytes each: it is bytes that are counted, not characters.
    captureMessage('ä'.repeat(20_000))
    captureMessage('b'.repeat(10_000))
    captureMessage('c'.repeat(10_000))
    captureMessage('short')
    const sizes = calls.map(({ init }) => new TextEncoder().encode(init.body as string).length)
    let sum = 0
    const expected = sizes.map((size) => {
      sum += size
      return sum <= 60_000
    })
    expect(expected.slice(0, 3)).toEqual([true, true, false])
    expect(calls.map(({ init }) => init.keepalive)).toEqual(expected)
    await answerAll()
    captureMessage('afterwards')
    expect(calls.at(-1)?.init.keepalive).toBe(true)
    await answerAll()
  })

  it('is one for all clients of the page', async () => {
    const { calls, answerAll } = stubFetch()
    const clients = Array.from({ length: 4 }, () =>
      started(createClient({ dsn: 'https://public@receiver.example/1' })),
    )
    for (const client of clients) {
      for (let count = 0; count < 5; count++) client.captureMessage(`message ${count}`)
    }
    expect(calls.map(({ init }) => init.keepalive)).toEqual([
      ...Array(15).fill(true),
      ...Array(5).fill(false),
    ])
    await answerAll()
  })

  it('is left out at once where the browser refuses it', async () => {
    const calls: RequestInit[] = []
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      calls.push(init)
      if (init.keepalive) throw new TypeError('Failed to fetch')
      return new Response('{}')
    })
    const client = startSending()
    captureMessage('hello')
    expect(await client.flush()).toBe(true)
    expect(calls.map(({ keepalive }) => keepalive)).toEqual([true, false])
    expect(calls[1]?.body).toBe(calls[0]?.body)
    expect(client.stats()).toMatchObject({ delivered: 1, pending: 0 })
  })

  it('is not spent on requests that have failed', async () => {
    const calls: RequestInit[] = []
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      calls.push(init)
      // No answer that is worth another attempt.
      return new Response('{}', { status: 400 })
    })
    startSending({ maxValueLength: 100_000, sendClientReports: false })
    for (let count = 0; count < 3; count++) {
      captureMessage(`${count}${'x'.repeat(40_000)}`)
      await flush(100)
    }
    expect(calls.map(({ keepalive }) => keepalive)).toEqual([true, true, true])
  })
})

describe('a request without an answer', () => {
  it('is taken back when its time is over, and not repeated in the same attempt', async () => {
    const signals: (AbortSignal | null | undefined)[] = []
    vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
      signals.push(signal)
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
      })
    })
    const client = startSending({ transportOptions: { timeout: 20 } })
    captureMessage('hello')
    expect(await client.flush(200)).toBe(false)
    expect(signals[0]?.aborted).toBe(true)
    vi.stubGlobal('fetch', async () => new Response('{}'))
    await expect.poll(() => client.stats().pending).toBe(0)
    // One for each attempt: the first, and those after the pauses.
    expect(new Set(signals).size).toBe(signals.length)
    expect(signals.every(Boolean)).toBe(true)
  })
})

it('Spotlight is told what it gets', async () => {
  const client = startSending({ server: 'spotlight' })
  captureMessage('hello')
  await client.flush()
  expect(arrived[0]?.headers['content-type']).toBe('application/x-sentry-envelope')
})

it("a function of the user is asked in the place of the page's own", async () => {
  const own = vi.fn(async () => new Response('{}'))
  const client = startSending({ transport: (options) => makeFetchTransport(options, own) })
  captureMessage('hello')
  expect(await client.flush()).toBe(true)
  expect(own).toHaveBeenCalledOnce()
  expect(arrived).toEqual([])
})

describe("the SDK's own requests", () => {
  /** The categories of what the event has on its trail. */
  async function trailAfterSending(client: ReturnType<typeof startSending>): Promise<unknown[]> {
    captureMessage('first')
    await client.flush()
    captureMessage('second')
    await client.flush()
    const event = JSON.parse(arrived.at(-1)?.body.split('\n')[2] ?? '') as {
      message: string
      breadcrumbs?: { values: { category: string }[] }
    }
    expect(event.message).toBe('second')
    return event.breadcrumbs?.values.map(({ category }) => category) ?? []
  }

  it('leave no breadcrumb', async () => {
    expect(await trailAfterSending(startSending())).toEqual(['sentry.event'])
  })

  it('leave none either when the page has wrapped fetch after us', async () => {
    const client = startSending()
    const wrapped = globalThis.fetch
    const wrapper = vi.fn((...args: Parameters<typeof fetch>) => wrapped(...args))
    vi.stubGlobal('fetch', wrapper)
    expect(await trailAfterSending(client)).toEqual(['sentry.event'])
  })

  it('leave none either when they go through a tunnel and a wrapped fetch', async () => {
    const client = startSending({ tunnel: `${origin}/tunnel` })
    const wrapped = globalThis.fetch
    vi.stubGlobal('fetch', (...args: Parameters<typeof fetch>) => wrapped(...args))
    expect(await trailAfterSending(client)).toEqual(['sentry.event'])
  })

  it('are not mistaken for what the page itself asks of the same host', async () => {
    const client = startSending()
    await fetch(`${origin}/api/users`)
    arrived.length = 0
    expect(await trailAfterSending(client)).toEqual(['fetch', 'sentry.event'])
  })
})

describe('the answer of the receiver', () => {
  it('may ask to be left alone for a time, which is respected', async () => {
    const client = startSending()
    answer = { status: 200, headers: { 'X-Sentry-Rate-Limits': '60:error:key' } }
    captureMessage('first')
    await client.flush()
    captureMessage('second')
    expect(await client.flush(50)).toBe(false)
    expect(arrived).toHaveLength(1)
    expect(client.stats()).toMatchObject({ captured: 2, delivered: 1, pending: 1 })
  })

  it('may ask by Retry-After alone', async () => {
    const client = startSending()
    answer = { status: 429, headers: { 'Retry-After': '60' } }
    captureMessage('first')
    await flush(100)
    answer = { status: 200, headers: {} }
    captureMessage('second')
    expect(await client.flush(50)).toBe(false)
    expect(arrived).toHaveLength(1)
    expect(client.stats()).toMatchObject({ pending: 2, dropped: 0 })
  })

  it('may refuse the event, which is counted', async () => {
    const client = startSending({ sendClientReports: false })
    answer = { status: 413, headers: {} }
    captureMessage('too large')
    await client.flush()
    expect(client.stats()).toMatchObject({ pending: 0, dropped: 1, reasons: { send_error: 1 } })
  })

  it('may be missing: then it is tried again, and nothing reaches the page', async () => {
    const onRejection = vi.fn()
    process.on('unhandledRejection', onRejection)
    const attempts = vi.fn()
    vi.stubGlobal('fetch', async () => {
      attempts()
      if (attempts.mock.calls.length <= 2) throw new TypeError('Failed to fetch')
      return new Response('{}')
    })
    vi.spyOn(Math, 'random').mockReturnValue(0.01)
    const client = startSending()
    captureMessage('hello')
    await client.flush(1000)
    process.off('unhandledRejection', onRejection)
    // The first attempt is two: with keepalive and without.
    expect(attempts).toHaveBeenCalledTimes(3)
    expect(client.stats()).toMatchObject({ delivered: 1, pending: 0 })
    expect(onRejection).not.toHaveBeenCalled()
  })
})

it('sends at once what waits when the page is hidden', async () => {
  const client = startSending({ beforeSend: (event) => (event.level === 'info' ? null : event) })
  captureMessage('dropped')
  expect(arrived).toHaveLength(0)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange'))
  await expect.poll(() => arrived).toHaveLength(1)
  expect(arrived[0]?.body).toContain('client_report')
  expect(arrived[0]?.body).toContain('before_send')
  await client.flush()
})

it('a page that is hidden while consent is pending or denied sends nothing', async () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  for (const consent of ['pending', 'denied'] as const) {
    const { calls } = stubFetch()
    const client = startSending({ consent })
    captureMessage('kept')
    document.dispatchEvent(new Event('visibilitychange'))
    await client.flush()
    expect(calls).toEqual([])
    await client.close()
  }
})

it('a page that was hidden meanwhile sends what it kept once consent is granted', async () => {
  const client = startSending({ consent: 'pending' })
  captureMessage('kept')
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange'))
  client.setConsent('granted')
  await client.flush()
  expect(arrived.map(({ body }) => body.includes('"kept"'))).toEqual([true])
})

it('posts with a fetch of the program’s own where it brings one', async () => {
  const own = vi.fn(async () => new Response('{}'))
  startSending({ transport: (options) => makeFetchTransport(options, own) })
  captureMessage('posted')
  expect(await flush()).toBe(true)
  expect(own).toHaveBeenCalledTimes(1)
  expect(arrived).toEqual([])
})
