// @vitest-environment jsdom
import { type BrowserOptions, breadcrumbsIntegration, captureException } from '@mayday/browser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { captured, raise, rejectUnhandled, start } from './setup.js'

const CHROME = 'Failed to fetch'
const FIREFOX = 'NetworkError when attempting to fetch resource.'
const SAFARI = 'Load failed'

afterEach(() => vi.unstubAllGlobals())

/** What a browser rejects with: without a stack of its own, unless it is given one. */
function networkError(message: string, stack?: string): TypeError {
  return Object.defineProperty(new TypeError(message), 'stack', { value: stack })
}

function failing(error: unknown, options: Partial<BrowserOptions> = {}) {
  vi.stubGlobal('fetch', () => Promise.reject(error))
  return start(options)
}

async function placeOrder(url: RequestInfo | URL, init?: RequestInit): Promise<unknown> {
  await null
  return fetch(url, init).catch((error: unknown) => error)
}

describe('a request that fails', () => {
  it.each([CHROME, FIREFOX, SAFARI])('%s: the event says which, and where', async (message) => {
    const error = networkError(message)
    const memory = failing(error)
    captureException(await placeOrder('https://api.example/orders', { method: 'post' }))
    const exception = captured(await memory.captured())
    expect(exception).toMatchObject({
      type: 'TypeError',
      value: `${message} (api.example)`,
      mechanism: {
        type: 'generic',
        handled: true,
        data: { method: 'POST', url: 'https://api.example/orders' },
      },
    })
    const top = exception.stacktrace?.frames?.at(-1)
    expect(top?.function).toBe('placeOrder')
    expect(top?.filename).toContain('failed-requests.test.ts')
  })

  it('leaves the error to the page as it was', async () => {
    const error = Object.freeze(networkError(CHROME))
    const memory = failing(error)
    const seen = await placeOrder('https://api.example/orders')
    captureException(seen)
    await memory.captured()
    expect(seen).toBe(error)
    expect(Reflect.ownKeys(error).sort()).toEqual(['message', 'stack'])
    expect(error.message).toBe(CHROME)
  })

  it('is told where nobody catches it, too', async () => {
    const memory = failing(networkError(SAFARI))
    rejectUnhandled({ reason: await placeOrder('https://api.example/a') })
    expect(captured(await memory.captured())).toMatchObject({
      value: 'Load failed (api.example)',
      mechanism: {
        type: 'auto.browser.global_handlers.onunhandledrejection',
        handled: false,
        data: { url: 'https://api.example/a' },
      },
    })
  })

  it('is told when it is the cause of what was thrown', async () => {
    const memory = failing(networkError(CHROME))
    const cause = await placeOrder('https://api.example/a')
    raise({ error: new Error('No basket', { cause }) })
    const event = await memory.captured()
    expect(event.exception?.values?.map(({ value }) => value)).toEqual([
      'Failed to fetch (api.example)',
      'No basket',
    ])
  })

  it('names neither the values of its query nor who asks', async () => {
    const memory = failing(networkError(CHROME))
    captureException(await placeOrder('https://me:secret@api.example/orders?user=anybody#top'))
    const { value, mechanism } = captured(await memory.captured())
    expect(value).toBe('Failed to fetch (api.example)')
    expect(mechanism?.data?.url).toBe('https://[Filtered]@api.example/orders?user=[Filtered]')
    expect(memory.envelopes.join()).not.toMatch(/secret|anybody/)
  })

  it('of the page itself needs no host', async () => {
    const memory = failing(networkError(CHROME))
    captureException(await placeOrder('/orders?page=2'))
    const { value, mechanism } = captured(await memory.captured())
    expect(value).toBe(CHROME)
    expect(mechanism?.data).toEqual({ method: 'GET', url: '/orders?page=[Filtered]' })
  })

  it('in words that nobody knows is told by what has no stack', async () => {
    const memory = failing(networkError('Die Netzwerkverbindung wurde unterbrochen.'))
    captureException(await placeOrder('https://api.example/a'))
    const { value, mechanism, stacktrace } = captured(await memory.captured())
    expect(value).toBe('Die Netzwerkverbindung wurde unterbrochen.')
    expect(mechanism?.data).toEqual({ method: 'GET', url: 'https://api.example/a' })
    expect(stacktrace?.frames?.at(-1)?.function).toBe('placeOrder')
  })

  it('keeps its message where that is wanted', async () => {
    const memory = failing(networkError(CHROME), { enhanceFetchErrorMessages: false })
    captureException(await placeOrder('https://api.example/a'))
    expect(captured(await memory.captured())).toMatchObject({
      value: CHROME,
      mechanism: { data: { url: 'https://api.example/a' } },
    })
  })

  it('keeps its own stack where there are no places to be had', async () => {
    const own = `TypeError: ${CHROME}\n    at order (https://shop.example/app.js:1:2)`
    const memory = failing(networkError(CHROME, own))
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    const error = await placeOrder('https://api.example/a')
    Error.stackTraceLimit = stackTraceLimit
    captureException(error)
    expect(captured(await memory.captured()).stacktrace?.frames).toMatchObject([
      { function: 'order', lineno: 1, colno: 2 },
    ])
  })
})

describe('told as it is', () => {
  it.each([
    ['a mistake below fetch', new TypeError('x is undefined')],
    ['a request that was aborted', new DOMException('The user aborted a request.', 'AbortError')],
  ])('is %s', async (_what, error) => {
    const memory = failing(error)
    captureException(await placeOrder('https://api.example/a'))
    const exception = captured(await memory.captured())
    expect(exception.value).toBe(error.message)
    expect(exception.mechanism).toEqual({ type: 'generic', handled: true })
  })

  it('is an error with the same words that no request was rejected with', async () => {
    const memory = failing(networkError(CHROME))
    await placeOrder('https://api.example/a')
    captureException(networkError(CHROME))
    expect(captured(await memory.captured()).value).toBe(CHROME)
  })

  it('is what a request was rejected with that is no object', async () => {
    const memory = failing('refused')
    expect(await placeOrder('https://api.example/a')).toBe('refused')
    captureException('refused')
    expect(captured(await memory.captured()).value).toBe('refused')
  })

  it('is every request where breadcrumbs do not follow requests', async () => {
    const memory = failing(networkError(CHROME), {
      integrations: [breadcrumbsIntegration({ fetch: false })],
    })
    captureException(await placeOrder('https://api.example/a'))
    expect(captured(await memory.captured()).value).toBe(CHROME)
  })
})
