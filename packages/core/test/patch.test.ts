import {
  captureMessage,
  consoleBreadcrumbs,
  consoleChannel,
  createChannel,
  type FetchCall,
  fetchChannel,
  patch,
  unpatched,
} from '@mayday/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'

type Fn = (this: unknown, ...args: never[]) => unknown
interface Shop {
  open(...args: unknown[]): unknown
}

/** A wrapper that adds its name to what the function gives. */
const adding =
  (name: string) =>
  (original: Fn): Fn =>
    function (...args) {
      return `${name}(${original.apply(this, args)})`
    }

function makeShop(): Shop {
  return { open: (what) => `opened ${what}` }
}

describe('patch', () => {
  it('puts a wrapper in place, and the identical function back', () => {
    const shop = makeShop()
    const before = Object.getOwnPropertyDescriptor(shop, 'open')
    const undo = patch(shop, 'open', adding('a'))
    expect(shop.open('door')).toBe('a(opened door)')
    undo()
    expect(Object.getOwnPropertyDescriptor(shop, 'open')).toEqual(before)
    expect(shop.open).toBe(before?.value)
  })

  it('keeps name, length, own properties and the receiver', () => {
    const symbol = Symbol('s')
    function open(this: unknown, _a: unknown, _b: unknown) {
      return this
    }
    const shop = { open: Object.assign(open, { limit: 3, [symbol]: 4 }) }
    const undo = patch(
      shop,
      'open',
      (original) =>
        function (...args) {
          return original.apply(this, args)
        },
    )
    expect(shop.open).not.toBe(open)
    expect(shop.open.name).toBe('open')
    expect(shop.open.length).toBe(2)
    expect(shop.open.limit).toBe(3)
    expect(shop.open[symbol]).toBe(4)
    expect(Object.keys(shop.open)).toEqual(Object.keys(open))
    expect(shop.open(1, 2)).toBe(shop)
    expect(String(shop.open)).toBe(String(open))
    undo()
    expect(shop.open).toBe(open)
  })

  it('keeps how the property was described', () => {
    const shop = {} as Shop
    const descriptor = { value: () => 1, enumerable: false, configurable: true, writable: false }
    Object.defineProperty(shop, 'open', descriptor)
    const undo = patch(shop, 'open', adding('a'))
    expect(shop.open()).toBe('a(1)')
    expect(Object.keys(shop)).toEqual([])
    undo()
    expect(Object.getOwnPropertyDescriptor(shop, 'open')).toEqual(descriptor)
  })

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])('is undone in any order: %i, %i, %i', (...order) => {
    const shop = makeShop()
    const before = Object.getOwnPropertyDescriptors(shop)
    const undo = ['a', 'b', 'c'].map((name) => patch(shop, 'open', adding(name)))
    expect(shop.open('x')).toBe('c(b(a(opened x)))')
    const left = ['a', 'b', 'c']
    for (const index of order) {
      undo[index]?.()
      left[index] = ''
      const names = left.filter(Boolean)
      const expected = names.reduce((inner, name) => `${name}(${inner})`, 'opened x')
      expect(shop.open('x')).toBe(expected)
    }
    expect(Object.getOwnPropertyDescriptors(shop)).toEqual(before)
  })

  it.each([
    [0, 1],
    [1, 0],
  ])('uncovers an inherited method in any order: %i, %i', (...order) => {
    const shop = Object.create(makeShop()) as Shop
    const inherited = shop.open
    const undo = ['a', 'b'].map((name) => patch(shop, 'open', adding(name)))
    expect(shop.open('x')).toBe('b(a(opened x))')
    for (const index of order) undo[index]?.()
    expect(shop.open).toBe(inherited)
    expect(Object.keys(shop)).toEqual([])
  })

  it.each([
    [0, 1],
    [1, 0],
  ])('is undone on an object and its prototype in any order: %i, %i', (...order) => {
    const parent = makeShop()
    const original = parent.open
    const child = Object.create(parent) as Shop
    const undo = [patch(parent, 'open', adding('a')), patch(child, 'open', adding('b'))]
    for (const index of order) undo[index]?.()
    expect(parent.open).toBe(original)
    expect(child.open).toBe(original)
    expect(Object.keys(child)).toEqual([])
  })

  it('stays where the object was frozen in the meantime, and only calls through', () => {
    const shop = makeShop()
    const undo = patch(shop, 'open', adding('ours'))
    Object.freeze(shop)
    undo()
    expect(shop.open('x')).toBe('opened x')
  })

  it('is undone once', () => {
    const shop = makeShop()
    const original = shop.open
    const undo = patch(shop, 'open', adding('a'))
    undo()
    const again = patch(shop, 'open', adding('b'))
    undo()
    expect(shop.open('x')).toBe('b(opened x)')
    again()
    expect(shop.open).toBe(original)
  })

  it('leaves a foreign wrapper on top in place, and passes through below it', () => {
    const shop = makeShop()
    const undo = patch(shop, 'open', adding('ours'))
    const ours = shop.open
    const foreign = (...args: unknown[]) => `foreign(${ours(...args)})`
    shop.open = foreign
    expect(shop.open('x')).toBe('foreign(ours(opened x))')
    undo()
    expect(shop.open).toBe(foreign)
    expect(shop.open('x')).toBe('foreign(opened x)')
  })

  it.each<[string, () => object, string]>([
    ['a frozen object', () => Object.freeze(makeShop()), 'open'],
    [
      'a property that is fixed',
      () => Object.defineProperty({}, 'open', { value: () => 1 }),
      'open',
    ],
    [
      'an inherited method of a sealed object',
      () => Object.seal(Object.create(makeShop())),
      'open',
    ],
    ['what is no function', () => ({ open: 7 }), 'open'],
    ['what is not there', () => ({}), 'open'],
  ])('leaves %s alone', (_what, make, name) => {
    const owner = make()
    const before = Object.getOwnPropertyDescriptors(owner)
    const undo = patch(owner, name, () => () => 'replaced')
    expect(Object.getOwnPropertyDescriptors(owner)).toEqual(before)
    undo()
    expect(Object.getOwnPropertyDescriptors(owner)).toEqual(before)
  })

  it('takes over what an accessor gives, and gives the accessor back', () => {
    const open = () => 'open'
    const shop = {
      get open() {
        return open
      },
    }
    const before = Object.getOwnPropertyDescriptor(shop, 'open')
    const undo = patch(shop, 'open', adding('a'))
    expect(shop.open()).toBe('a(open)')
    undo()
    expect(Object.getOwnPropertyDescriptor(shop, 'open')).toEqual(before)
  })

  it('is seen through by unpatched, down to the original', () => {
    const shop = makeShop()
    const original = shop.open
    const undo = [patch(shop, 'open', adding('a')), patch(shop, 'open', adding('b'))]
    expect(unpatched(shop.open)).toBe(original)
    expect(unpatched(original)).toBe(original)
    expect(unpatched(undefined)).toBeUndefined()
    for (const one of undo) one()
  })
})

describe('a channel', () => {
  it('is installed with its first listener and taken back with its last', () => {
    const log: string[] = []
    let tell = (_text: string): void => {}
    const channel = createChannel<string>((emit) => {
      log.push('installed')
      tell = emit
      return () => log.push('taken back')
    })
    expect(log).toEqual([])
    const heard: string[] = []
    const listener = (text: string) => heard.push(text)
    const ends = [channel.subscribe(listener), channel.subscribe(listener)]
    expect(log).toEqual(['installed'])
    tell('one')
    ends[0]?.()
    ends[0]?.()
    tell('two')
    expect(log).toEqual(['installed'])
    ends[1]?.()
    expect(log).toEqual(['installed', 'taken back'])
    ends[1]?.()
    tell('three')
    expect(heard).toEqual(['one', 'one', 'two'])
    channel.subscribe(listener)()
    expect(log).toEqual(['installed', 'taken back', 'installed', 'taken back'])
  })

  it('tells the others when one listener throws', () => {
    let tell = (_text: string): void => {}
    const channel = createChannel<string>((emit) => {
      tell = emit
      return () => {}
    })
    const heard: string[] = []
    const ends = [
      channel.subscribe(() => {
        throw new Error('mine')
      }),
      channel.subscribe((text) => heard.push(text)),
    ]
    expect(() => tell('one')).not.toThrow()
    expect(heard).toEqual(['one'])
    for (const end of ends) end()
  })
})

describe('the console channel', () => {
  const levels = ['debug', 'info', 'warn', 'error', 'log', 'assert', 'trace'] as const

  it('tells of every call, and leaves the console as it was', () => {
    vi.spyOn(console, 'assert').mockImplementation(() => {})
    vi.spyOn(console, 'trace').mockImplementation(() => {})
    const before = levels.map((level) => console[level])
    const heard: unknown[] = []
    const end = consoleChannel.subscribe(({ level, args }) => heard.push([level, ...args]))
    for (const level of levels) console[level](false, level)
    expect(heard).toEqual(levels.map((level) => [level, false, level]))
    end()
    expect(levels.map((level) => console[level])).toEqual(before)
    levels.forEach((level, index) => {
      expect(console[level]).toBe(before[index])
    })
    for (const level of ['debug', 'info', 'warn', 'error', 'log'] as const) {
      expect(printed(level)).toEqual([`false ${level}`])
    }
  })
})

describe('console breadcrumbs', () => {
  async function trail(log: () => void, join?: (args: unknown[]) => string) {
    const { client, captured } = start()
    vi.spyOn(console, 'assert').mockImplementation(() => {})
    const end = consoleBreadcrumbs(client, join)
    log()
    end()
    captureMessage('m')
    for (const level of ['debug', 'info', 'warn', 'error', 'log'] as const) {
      vi.mocked(console[level]).mockClear()
    }
    return (await captured()).breadcrumbs?.values.map(({ timestamp: _timestamp, ...rest }) => rest)
  }

  it.each([
    ['log', 'log'],
    ['info', 'info'],
    ['debug', 'debug'],
    ['warn', 'warning'],
    ['error', 'error'],
  ] as const)('of console.%s have the level %s', async (method, level) => {
    expect(await trail(() => console[method]('one', 2, null))).toEqual([
      {
        category: 'console',
        level,
        message: 'one 2 null',
        data: { arguments: ['one', 2, null], logger: 'console' },
      },
    ])
  })

  it('are left by failed assertions only', async () => {
    const breadcrumbs = await trail(() => {
      console.assert(true, 'fine')
      console.assert(false, 'broken', 1)
      console.assert(0)
    })
    expect(breadcrumbs?.map(({ message }) => message)).toEqual([
      'Assertion failed: broken 1',
      'Assertion failed: console.assert',
    ])
  })

  it('hold copies of what was printed', async () => {
    const state = { n: 1 }
    const breadcrumbs = await trail(() => {
      console.log(state)
      state.n = 2
    })
    expect(breadcrumbs?.[0]?.data?.arguments).toEqual([{ n: 1 }])
  })

  it('survive whatever is printed', async () => {
    const hostile = Object.create(null) as object
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const breadcrumbs = await trail(() => console.log(hostile, Symbol('s'), proxy, 1n))
    expect(breadcrumbs).toHaveLength(1)
    expect(breadcrumbs?.[0]?.message).toContain('Symbol(s)')
  })

  it('read as the platform wants', async () => {
    const breadcrumbs = await trail(
      () => console.log('%s!', 'x'),
      (args) => `joined ${args.length}`,
    )
    expect(breadcrumbs?.[0]?.message).toBe('joined 2')
  })

  it('are left for the current client only', async () => {
    const first = start()
    const end = consoleBreadcrumbs(first.client)
    const second = start()
    console.log('later')
    end()
    captureMessage('m')
    expect(await second.captured()).not.toHaveProperty('breadcrumbs')
    expect(printed('log')).toEqual(['later'])
  })

  it('do not come from what beforeBreadcrumb prints, which prints once', async () => {
    const { client, captured } = start({
      beforeBreadcrumb(breadcrumb) {
        console.log('seen')
        return breadcrumb
      },
    })
    const end = consoleBreadcrumbs(client)
    console.log('one')
    console.log('two')
    end()
    expect(printed('log')).toEqual(['seen', 'one', 'seen', 'two'])
    captureMessage('m')
    const { breadcrumbs } = await captured()
    expect(breadcrumbs?.values.map(({ message }) => message)).toEqual(['one', 'two'])
  })
})

describe('the fetch channel', () => {
  const real = globalThis.fetch

  afterEach(() => {
    globalThis.fetch = real
  })

  async function told(fetch: typeof globalThis.fetch, call: () => Promise<unknown>) {
    globalThis.fetch = fetch
    const calls: FetchCall[] = []
    const end = fetchChannel.subscribe((one) => calls.push(one))
    const result = await call().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    end()
    expect(globalThis.fetch).toBe(fetch)
    return { calls, result }
  }

  it.each<[string, Parameters<typeof globalThis.fetch>, string, string]>([
    ['a text', ['https://x.example/a'], 'GET', 'https://x.example/a'],
    ['a text and a method', ['/a', { method: 'post' }], 'POST', '/a'],
    ['a URL', [new URL('https://x.example/b?c=1')], 'GET', 'https://x.example/b?c=1'],
    [
      'a request',
      [new Request('https://x.example/r', { method: 'PUT' })],
      'PUT',
      'https://x.example/r',
    ],
    [
      'a request and a method',
      [new Request('https://x.example/r', { method: 'PUT' }), { method: 'DELETE' }],
      'DELETE',
      'https://x.example/r',
    ],
  ])('tells of a request given as %s', async (_what, args, method, url) => {
    const response = new Response('', { status: 404 })
    const { calls, result } = await told(
      async () => response,
      () => fetch(...args),
    )
    expect(result).toEqual({ value: response })
    const site = expect.any(Error)
    expect(calls).toEqual([{ method, url, status: 404, args, response, site }])
  })

  it('tells of a failure, and rejects with the very same error', async () => {
    const error = new TypeError('failed to fetch')
    const { calls, result } = await told(
      () => Promise.reject(error),
      () => fetch('/a'),
    )
    expect((result as { error: unknown }).error).toBe(error)
    expect(calls).toMatchObject([{ method: 'GET', url: '/a', error }])
    expect(calls[0]).not.toHaveProperty('status')
  })

  it('throws what fetch throws at once', () => {
    const error = new Error('at once')
    globalThis.fetch = () => {
      throw error
    }
    const end = fetchChannel.subscribe(() => {})
    expect(() => fetch('/a')).toThrow(error)
    end()
  })

  it('gives what a listener that throws cannot change', async () => {
    const end = fetchChannel.subscribe(() => {})
    end()
    globalThis.fetch = async () => new Response('body')
    const stop = fetchChannel.subscribe(() => {
      throw new Error('mine')
    })
    expect(await (await fetch('/a')).text()).toBe('body')
    stop()
  })

  it('passes on what is not a promise, and arguments it cannot read', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const seen: unknown[] = []
    globalThis.fetch = ((...args: unknown[]) => {
      seen.push(...args)
      return 7
    }) as never
    const end = fetchChannel.subscribe(() => {})
    expect(fetch(proxy as never)).toBe(7)
    expect(seen[0]).toBe(proxy)
    end()
  })

  /** What the process is told of rejections that nobody handles, while `run` runs. */
  async function unhandled(run: () => unknown): Promise<unknown[]> {
    const told: unknown[] = []
    const listener = (reason: unknown) => void told.push(reason)
    const others = process.rawListeners('unhandledRejection') as (() => void)[]
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', listener)
    await run()
    await new Promise((resolve) => setTimeout(resolve, 10))
    process.off('unhandledRejection', listener)
    for (const other of others) process.on('unhandledRejection', other)
    return told
  }

  it('leaves a rejection that the program does not handle unhandled', async () => {
    const error = new TypeError('failed to fetch')
    globalThis.fetch = () => Promise.reject(error)
    const end = fetchChannel.subscribe(() => {})
    expect(await unhandled(() => void fetch('/a'))).toEqual([error])
    end()
  })

  it('leaves a rejection that the program handles handled', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('failed to fetch'))
    const end = fetchChannel.subscribe(() => {})
    expect(await unhandled(() => fetch('/a').catch(() => {}))).toEqual([])
    end()
  })
})
