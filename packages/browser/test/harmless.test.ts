// @vitest-environment jsdom
import {
  addBreadcrumb,
  type BrowserOptions,
  captureException,
  captureMessage,
  flush,
  getClient,
  init,
} from '@mayday/browser'
import { createMemoryReceiver } from '@mayday/core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, listenToErrors, page, raise, rejectUnhandled, start, started } from './setup.js'

const CONSOLE = ['debug', 'info', 'warn', 'error', 'log', 'assert', 'trace'] as const

/** Everything that may be replaced, by name: where it is, and what is there. */
function foreignFunctions(): Record<string, unknown> {
  const places: [string, object, readonly string[]][] = [
    ['globalThis', globalThis, ['fetch', 'setTimeout', 'setInterval', 'requestAnimationFrame']],
    ['globalThis', globalThis, ['addEventListener', 'removeEventListener', 'onerror']],
    ['XMLHttpRequest', XMLHttpRequest.prototype, ['open', 'send', 'setRequestHeader']],
    ['EventTarget', EventTarget.prototype, ['addEventListener', 'removeEventListener']],
    ['console', console, CONSOLE],
    ['history', history, ['pushState', 'replaceState', 'go', 'back']],
    ['History', History.prototype, ['pushState', 'replaceState']],
    ['page', page, ['onerror', 'onunhandledrejection', 'onpopstate']],
  ]
  const found: Record<string, unknown> = {}
  for (const [name, owner, members] of places) {
    for (const member of members) {
      found[`${name}.${member}`] = Reflect.get(owner, member)
      found[`${name}.${member} as its own`] = Object.getOwnPropertyDescriptor(owner, member)
    }
  }
  return found
}

/** Names of what is not identically what it was. */
function changes(before: Record<string, unknown>): string[] {
  const now = foreignFunctions()
  return Object.keys(before).filter((name) => {
    const [was, is] = [before[name], now[name]]
    if (typeof was !== 'object' || was === null) return was !== is
    const keys = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable']
    return keys.some((key) => Reflect.get(was, key) !== Reflect.get(is as object, key))
  })
}

/** Listeners that were added to window and document and not removed again. */
function countListeners(): () => string[] {
  const present: string[] = []
  for (const [name, target] of Object.entries({ window: globalThis, document })) {
    const { addEventListener, removeEventListener } = target
    vi.spyOn(target, 'addEventListener').mockImplementation((...args: unknown[]) => {
      present.push(`${name} ${args[0]}`)
      Reflect.apply(addEventListener, target, args)
    })
    vi.spyOn(target, 'removeEventListener').mockImplementation((...args: unknown[]) => {
      const index = present.indexOf(`${name} ${args[0]}`)
      if (index >= 0) present.splice(index, 1)
      Reflect.apply(removeEventListener, target, args)
    })
  }
  return () => [...present].sort()
}

afterEach(() => vi.unstubAllGlobals())

describe('importing', () => {
  it('does nothing', async () => {
    const listeners = countListeners()
    const before = foreignFunctions()
    const globals = new Set(Reflect.ownKeys(globalThis))
    vi.resetModules()
    await import('@mayday/browser')
    expect(changes(before)).toEqual([])
    expect(listeners()).toEqual([])
    expect(Reflect.ownKeys(globalThis).filter((key) => !globals.has(key))).toEqual([])
  })
})

describe('close', () => {
  it('puts back every function, identically, and takes every listener away', async () => {
    const listeners = countListeners()
    const before = foreignFunctions()
    const { client } = start()
    // Otherwise there would be nothing to put back.
    expect(changes(before)).toEqual(
      expect.arrayContaining([
        'globalThis.fetch',
        'XMLHttpRequest.open',
        'XMLHttpRequest.send',
        'history.pushState',
        'history.replaceState',
        ...CONSOLE.map((level) => `console.${level}`),
      ]),
    )
    expect(listeners()).toEqual([
      'document click',
      'document freeze',
      'document keypress',
      'document resume',
      'window error',
      'window online',
      'window pagehide',
      'window pagehide',
      'window pagehide',
      'window pageshow',
      'window pageshow',
      'window popstate',
      'window unhandledrejection',
      'window visibilitychange',
      'window visibilitychange',
    ])
    await client.close()
    expect(changes(before)).toEqual([])
    expect(listeners()).toEqual([])
  })

  it('does so at once, not only when everything is sent', () => {
    const listeners = countListeners()
    const before = foreignFunctions()
    const { client } = start()
    void client.close()
    expect(changes(before)).toEqual([])
    expect(listeners()).toEqual([])
  })

  it('leaves alone what the page has wrapped in the meantime, and is no longer in its way', async () => {
    const answer = new Response()
    vi.stubGlobal('fetch', async () => answer)
    const { client, events } = start()
    const ours = globalThis.fetch
    const wrapper = vi.fn((...args: Parameters<typeof fetch>) => ours(...args))
    globalThis.fetch = wrapper
    await client.close()
    expect(globalThis.fetch).toBe(wrapper)
    await expect(fetch('https://shop.example/')).resolves.toBe(answer)
    expect(wrapper).toHaveBeenCalledOnce()

    const next = start()
    await next.client.close()
    expect(globalThis.fetch).toBe(wrapper)
    expect(events).toEqual([])
  })

  it('may be called twice', async () => {
    const before = foreignFunctions()
    const { client } = start()
    expect(await client.close()).toBe(true)
    expect(await client.close()).toBe(true)
    expect(changes(before)).toEqual([])
  })
})

describe('a patched function', () => {
  it('looks like the original: name, length, and what hangs on it', () => {
    vi.stubGlobal(
      'fetch',
      Object.assign(async function customFetch(_a: unknown, _b: unknown, _c: unknown) {}, {
        polyfill: true,
      }),
    )
    start()
    expect(fetch.name).toBe('customFetch')
    expect(fetch.length).toBe(3)
    expect(fetch).toHaveProperty('polyfill', true)
    expect(XMLHttpRequest.prototype.open.name).toBe('open')
  })

  it('passes on this, arguments, the answer and what is thrown', () => {
    const failure = new TypeError('Illegal invocation')
    const original = vi.fn(function (this: unknown, ..._args: unknown[]) {
      if (this === undefined) throw failure
      return 'not even a promise'
    })
    vi.stubGlobal('fetch', original)
    start()
    const { fetch: free } = globalThis
    expect(() => free('https://shop.example/')).toThrow(failure)
    const owner = { fetch: free }
    const init = { method: 'POST' }
    expect(owner.fetch('https://shop.example/', init)).toBe('not even a promise')
    expect(original.mock.contexts[1]).toBe(owner)
    expect(original.mock.calls[1]).toEqual(['https://shop.example/', init])
    expect(original.mock.calls[1]?.[1]).toBe(init)
  })

  it('copes with any argument', async () => {
    vi.stubGlobal('fetch', async () => new Response())
    const memory = start()
    const trap = new Proxy(
      {},
      {
        get() {
          throw new Error('do not touch')
        },
      },
    )
    await fetch(trap as never, trap as never)
    await fetch(undefined as never)
    expect(() => console.log(trap)).not.toThrow()
    vi.mocked(console.log).mockClear()
    captureMessage('still here')
    expect((await memory.captured()).message).toBe('still here')
  })
})

describe('a second init', () => {
  it('takes the place of the first: one event for each error', async () => {
    const listeners = countListeners()
    const first = start()
    const afterFirst = { listeners: listeners(), functions: foreignFunctions() }
    const second = start()
    expect(listeners()).toEqual(afterFirst.listeners)
    expect(getClient()).toBe(second.client)

    raise({ error: new Error('once') })
    rejectUnhandled({ reason: new Error('once more') })
    captureMessage('by hand')
    await flush()
    await expect(first).not.toHaveCaptured()
    expect(second.events.map((event) => event.message ?? captured(event).value)).toEqual([
      'once',
      'once more',
      'by hand',
    ])
  })

  it('leaves one breadcrumb for each happening', async () => {
    start()
    const second = start()
    console.warn('once')
    expect(printed('warn')).toEqual(['once'])
    captureMessage('then')
    expect((await second.captured()).breadcrumbs?.values).toHaveLength(1)
  })

  it('still ends with everything as it was', async () => {
    const listeners = countListeners()
    const before = foreignFunctions()
    start()
    const { client } = start()
    await client.close()
    expect(changes(before)).toEqual([])
    expect(listeners()).toEqual([])
  })

  it('still sends what the first had captured', async () => {
    const first = start()
    captureMessage('early')
    start()
    expect((await first.captured()).message).toBe('early')
  })
})

describe('init that is to capture nothing', () => {
  it.each<[string, BrowserOptions]>([
    ['without a DSN', {}],
    ['with an empty DSN', { dsn: '' }],
    ['with enabled: false', { ...createMemoryReceiver().options, enabled: false }],
  ])('%s patches nothing and listens to nothing', (_what, options) => {
    const listeners = countListeners()
    const before = foreignFunctions()
    const client = started(init(options))
    expect(changes(before)).toEqual([])
    expect(listeners()).toEqual([])
    const stop = listenToErrors()
    raise({ error: new Error('unheard') })
    stop()
    expect(captureMessage('unheard')).toMatch(/^[0-9a-f]{32}$/)
    expect(client.stats()).toMatchObject({ captured: 0, pending: 0, dropped: 0 })
  })

  it('does not even then throw when it is given nonsense', () => {
    for (const nonsense of [undefined, { dsn: 7 }, { integrations: 'all' }, { transport: 1 }]) {
      expect(() => started(init(nonsense as never))).not.toThrow()
    }
    expect(printed('warn')).toHaveLength(3)
  })
})

describe("a mistake in the program's own callback", () => {
  function broken(): never {
    throw new Error('a mistake in a callback')
  }

  it.each<[string, BrowserOptions, number]>([
    ['beforeSend', { beforeSend: broken }, 0],
    ['an asynchronous beforeSend', { beforeSend: async () => broken() }, 0],
    ['beforeBreadcrumb', { beforeBreadcrumb: broken }, 1],
    ['integrations', { integrations: broken }, 1],
    ['initialScope', { initialScope: broken }, 1],
    ['the set-up of an integration', { integrations: [{ name: 'Own', setup: broken }] }, 1],
    ['setupOnce of an integration', { integrations: [{ name: 'Once', setupOnce: broken }] }, 1],
    [
      'afterAllSetup of an integration',
      { integrations: [{ name: 'O', afterAllSetup: broken }] },
      1,
    ],
    [
      'processEvent of an integration',
      { integrations: [{ name: 'Own', processEvent: broken }] },
      0,
    ],
    [
      'preprocessEvent of an integration',
      { integrations: [{ name: 'Own', preprocessEvent: broken }] },
      1,
    ],
    [
      'the tear-down of an integration',
      { integrations: [{ name: 'Own', setup: () => broken }] },
      1,
    ],
  ])('%s does not reach the page', async (_what, options, sent) => {
    const escaped = vi.fn()
    process.on('unhandledRejection', escaped)
    const before = foreignFunctions()
    const memory = start(options)
    const stop = listenToErrors()
    const click = document.createElement('button')
    document.body.append(click)
    expect(() => {
      click.click()
      addBreadcrumb({ message: 'a crumb' })
      captureException(new Error('the real one'))
      raise({ error: undefined, message: '' })
    }).not.toThrow()
    stop()
    await memory.client.flush()
    await memory.client.close()
    await new Promise((resolve) => setTimeout(resolve))
    process.off('unhandledRejection', escaped)
    const titles = memory.events.map((event) => captured(event).value)
    expect(titles.filter((title) => title === 'the real one')).toHaveLength(sent)
    expect(escaped).not.toHaveBeenCalled()
    expect(changes(before)).toEqual([])
    const { captured: all, delivered, dropped, pending } = memory.client.stats()
    expect(delivered + dropped + pending).toBe(all)
  })

  it('and a transport that throws at once do not reach the page', async () => {
    const client = started(
      init({
        ...createMemoryReceiver().options,
        transport: () => ({ send: broken, flush: async () => true }),
      }),
    )
    expect(() => captureMessage('lost')).not.toThrow()
    await client.flush(10)
    expect(client.stats().captured).toBe(1)
  })
})

describe('a page that cannot be patched', () => {
  it('with frozen functions is left as it is, and errors are captured all the same', async () => {
    const frozenConsole = Object.freeze({ ...console })
    vi.stubGlobal('console', frozenConsole)
    const fetchBefore = Object.getOwnPropertyDescriptor(globalThis, 'fetch')
    const frozenFetch = async (): Promise<Response> => new Response()
    Object.defineProperty(history, 'pushState', {
      configurable: true,
      get: () => () => 'a getter',
      set: () => {
        throw new Error('not to be replaced')
      },
    })
    vi.stubGlobal('fetch', frozenFetch)
    const memory = start()
    expect(console.log).toBe(frozenConsole.log)
    raise({ error: new Error('captured all the same') })
    expect(captured(await memory.captured()).value).toBe('captured all the same')
    await memory.client.close()
    expect(fetch).toBe(frozenFetch)
    expect(history.pushState({}, '')).toBe('a getter')
    Reflect.deleteProperty(history, 'pushState')
    vi.unstubAllGlobals()
    expect(Object.getOwnPropertyDescriptor(globalThis, 'fetch')).toEqual(fetchBefore)
  })

  it('without fetch, console or XMLHttpRequest does not stop init', async () => {
    for (const name of ['fetch', 'XMLHttpRequest', 'console']) vi.stubGlobal(name, undefined)
    const memory = start()
    captureMessage('from a bare page')
    const event = await memory.captured()
    vi.unstubAllGlobals()
    expect(event.message).toBe('from a bare page')
  })

  it('that has no document, as a worker, is served too', async () => {
    for (const name of ['document', 'window', 'history', 'XMLHttpRequest']) {
      vi.stubGlobal(name, undefined)
    }
    const memory = start()
    raise({ error: new Error('from a worker') })
    const event = await memory.captured()
    await memory.client.close()
    vi.unstubAllGlobals()
    expect(captured(event)).toMatchObject({ value: 'from a worker' })
  })
})

describe('in an extension', () => {
  const at = (global: object): void => {
    for (const [name, value] of Object.entries(global)) vi.stubGlobal(name, value)
  }
  const ID = { runtime: { id: 'abc' } }

  afterEach(() => vi.unstubAllGlobals())

  it.each([
    ['chrome', { chrome: ID }],
    ['browser', { browser: ID }],
    ['in a frame of its own page', { chrome: ID, top: {}, location: 'chrome-extension://abc/a' }],
  ])('that runs in a foreign page init() refuses, and says so: %s', async (_name, global) => {
    at(global)
    const { client, events } = start()
    expect(printed('warn')).toEqual([expect.stringMatching(/extension.*createClient/)])
    expect(client.isEnabled()).toBe(false)
    captureMessage('not sent')
    await client.flush()
    expect(events).toEqual([])
    expect(client.getSdkMetadata().integrations).toEqual([])
  })

  it.each([
    ['that is a page of its own', { chrome: ID, location: 'moz-extension://abc/popup.html' }, {}],
    ['that is asked to start anyway', { chrome: ID }, { skipBrowserExtensionCheck: true }],
    ['that is none, but Chromium', { chrome: { runtime: {} } }, {}],
    ['that is none, but NW.js', { chrome: ID, nw: {} }, {}],
  ])('%s init() starts', async (_name, global, options) => {
    at(global)
    const { client, events } = start(options)
    captureMessage('sent')
    await client.flush()
    expect(events.map(({ message }) => message)).toEqual(['sent'])
  })
})
