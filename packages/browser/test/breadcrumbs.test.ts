// @vitest-environment jsdom
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  addBreadcrumb,
  type Breadcrumb,
  type BreadcrumbHint,
  type BreadcrumbsOptions,
  breadcrumbsIntegration,
  captureException,
  captureMessage,
} from '@mayday/browser'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { page, start } from './setup.js'

let origin = ''
const server = createServer((request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*')
  if (request.url?.startsWith('/broken')) return request.socket.destroy()
  response.statusCode = Number(/\d{3}/.exec(request.url ?? '')?.[0] ?? 200)
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

beforeEach(() => {
  document.body.innerHTML = ''
  history.replaceState(null, '', '/')
})
afterEach(() => vi.useRealTimers())

/** What an event captured now tells of the time before. */
async function trail(memory: ReturnType<typeof start>): Promise<Breadcrumb[]> {
  captureMessage('what led here')
  await memory.client.flush()
  return memory.events.at(-1)?.breadcrumbs?.values ?? []
}

const without = ({ timestamp: _timestamp, ...rest }: Breadcrumb): Breadcrumb => rest

function show(html: string): HTMLElement {
  document.body.innerHTML = html
  return document.querySelector('[data-here]') as HTMLElement
}

function press(element: Element, key: string): void {
  element.dispatchEvent(new KeyboardEvent('keypress', { key, bubbles: true }))
}

describe('the console', () => {
  it('leaves a breadcrumb for each level, and prints as before', async () => {
    const memory = start()
    console.log('one', 1, { two: 2 })
    console.warn('careful')
    console.error(new Error('bad'))
    console.info('info')
    console.debug('debug')
    expect(printed('log')).toEqual(['one 1 [object Object]'])
    expect(printed('warn')).toEqual(['careful'])
    expect(printed('error')).toEqual(['Error: bad'])
    expect(printed('info')).toEqual(['info'])
    expect(printed('debug')).toEqual(['debug'])
    const crumbs = await trail(memory)
    expect(crumbs.map(({ category, level, message }) => [category, level, message])).toEqual([
      ['console', 'log', 'one 1 [object Object]'],
      ['console', 'warning', 'careful'],
      ['console', 'error', 'Error: bad'],
      ['console', 'info', 'info'],
      ['console', 'debug', 'debug'],
    ])
    expect(crumbs[0]).toEqual({
      timestamp: expect.any(Number),
      category: 'console',
      level: 'log',
      message: 'one 1 [object Object]',
      data: { arguments: ['one', 1, { two: 2 }], logger: 'console' },
    })
  })

  it('leaves one for a failed assertion only', async () => {
    vi.spyOn(console, 'assert').mockImplementation(() => {})
    const memory = start()
    console.assert(1 + 1 === 2, 'sums')
    console.assert(false, 'sums', 3)
    expect((await trail(memory)).map(({ message }) => message)).toEqual([
      'Assertion failed: sums 3',
    ])
  })

  it('keeps what was printed as it was then', async () => {
    const memory = start()
    const basket = { items: 1 }
    console.log(basket)
    basket.items = 2
    printed('log')
    expect((await trail(memory))[0]?.data?.arguments).toEqual([{ items: 1 }])
  })
})

describe('a click', () => {
  it('is named by the path to its target', async () => {
    const memory = start()
    show(
      `<main id="shop"><form><button data-here class="big red" type="submit" name="buy">Buy <b>now</b></button></form></main>`,
    ).addEventListener('click', (event) => {
      event.preventDefault()
      event.stopPropagation()
    })
    ;(document.querySelector('b') as HTMLElement).click()
    expect((await trail(memory)).map(without)).toEqual([
      {
        category: 'ui.click',
        message: 'body > main#shop > form > button.big.red[type="submit"][name="buy"] > b',
      },
    ])
  })

  it('is named by the component that build tools have written into the page', async () => {
    const memory = start()
    show(`<div data-sentry-component="Basket"><p><button data-here>Buy</button></p></div>`).click()
    expect((await trail(memory)).map(without)).toEqual([
      {
        category: 'ui.click',
        message: 'body > Basket > p > button',
        data: { 'ui.component_name': 'Basket' },
      },
    ])
  })

  it.each(['data-sentry-component', 'data-sentry-element', 'data-component'])(
    'is named by the component that %s names',
    async (attribute) => {
      const memory = start()
      show(
        `<div ${attribute}="Basket"><button data-here data-testid="buy">Buy</button></div>`,
      ).click()
      expect((await trail(memory)).map(without)).toEqual([
        {
          category: 'ui.click',
          message: 'body > Basket > button[data-testid="buy"]',
          data: { 'ui.component_name': 'Basket' },
        },
      ])
    },
  )

  it('in a deep page is named by what is nearest, and never in full length', async () => {
    const memory = start()
    show(`${'<div class="a-rather-long-class-name">'.repeat(20)}<i data-here></i>`).click()
    const message = (await trail(memory))[0]?.message ?? ''
    expect(message).toMatch(/div\.a-rather-long-class-name > i$/)
    expect(message.length).toBeLessThanOrEqual(80)
  })

  it('inside a shadow tree is named by its real target', async () => {
    const memory = start()
    const host = show('<div data-here></div>')
    host.attachShadow({ mode: 'open' }).innerHTML = '<button class="inner"></button>'
    host.shadowRoot?.querySelector('button')?.click()
    expect((await trail(memory))[0]?.message).toBe('button.inner')
  })

  it('on the document itself leaves nothing and breaks nothing', async () => {
    const memory = start()
    document.dispatchEvent(new MouseEvent('click'))
    expect(await trail(memory)).toEqual([])
  })

  it('that is repeated within a second is one', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const memory = start()
    show('<button data-here id="a"></button><button id="b"></button>')
    const [a, b] = document.querySelectorAll('button') as unknown as [HTMLElement, HTMLElement]
    a.click()
    vi.advanceTimersByTime(999)
    a.click()
    b.click()
    vi.advanceTimersByTime(1000)
    b.click()
    const messages = (await trail(memory)).map(({ message }) => message)
    expect(messages).toEqual(['body > button#a', 'body > button#b', 'body > button#b'])
  })

  it('counts anew on another element of the same look', async () => {
    const memory = start()
    show('<button data-here></button><button></button>')
    for (const button of document.querySelectorAll('button')) button.click()
    expect(await trail(memory)).toHaveLength(2)
  })
})

describe('typing', () => {
  it('into a field leaves one breadcrumb, and never the text', async () => {
    const memory = start()
    const field = show(
      '<input data-here type="password" name="pin" value="preset-secret" placeholder="4 digits">',
    ) as HTMLInputElement
    for (const key of 'typed-secret') {
      press(field, key)
      field.value += key
    }
    field.setAttribute('value', field.value)
    field.click()
    expect((await trail(memory)).map(without)).toEqual([
      { category: 'ui.input', message: 'body > input[type="password"][name="pin"]' },
      { category: 'ui.click', message: 'body > input[type="password"][name="pin"]' },
    ])
    expect(memory.envelopes.join()).not.toContain('secret')
  })

  it('into a field of a shadow tree counts, too', async () => {
    const memory = start()
    const host = show('<my-field data-here></my-field>')
    host.attachShadow({ mode: 'open' }).innerHTML = '<input name="pin" value="secret">'
    const field = host.shadowRoot?.querySelector('input') as Element
    field.dispatchEvent(new KeyboardEvent('keypress', { key: 's', bubbles: true, composed: true }))
    expect((await trail(memory)).map(without)).toEqual([
      { category: 'ui.input', message: 'input[name="pin"]' },
    ])
    expect(memory.envelopes.join()).not.toContain('secret')
  })

  it('counts in text areas, and elsewhere only where the text can be edited', async () => {
    const memory = start()
    show('<textarea data-here></textarea><button></button><p></p><div></div>')
    const [area, button, paragraph, editable] = document.body.children as unknown as HTMLElement[]
    // jsdom does not know this member.
    Object.defineProperty(editable, 'isContentEditable', { value: true })
    for (const element of [area, button, paragraph, editable]) press(element as Element, 'x')
    expect((await trail(memory)).map(({ category, message }) => [category, message])).toEqual([
      ['ui.input', 'body > textarea'],
      ['ui.input', 'body > div'],
    ])
  })
})

/** Requests that all end before this resolves. */
const requests: Record<'fetch' | 'xhr', (method: string, url: string) => Promise<unknown>> = {
  fetch: (method, url) => fetch(url, { method }).catch(() => undefined),
  xhr: (method, url) =>
    new Promise((resolve) => {
      const xhr = new XMLHttpRequest()
      xhr.open(method, url)
      xhr.addEventListener('loadend', resolve)
      xhr.send()
    }),
}

describe.each(['fetch', 'xhr'] as const)('a request by %s', (category) => {
  const request = requests[category]

  it.each([
    ['answered with 200', 'post', '/ok', { status_code: 200 }, undefined],
    ['answered with 304', 'get', '/304', { status_code: 304 }, undefined],
    ['answered with 404', 'get', '/404', { status_code: 404 }, 'warning'],
    ['answered with 503', 'get', '/503', { status_code: 503 }, 'error'],
    ['without an answer', 'get', '/broken', {}, 'error'],
  ])('%s is remembered with its outcome', async (_what, method, path, outcome, level) => {
    const memory = start()
    await request(method, origin + path)
    // jsdom tells the console of requests that get no answer.
    printed('error')
    const crumbs = (await trail(memory)).filter((one) => one.category === category)
    expect(crumbs.map(without)).toEqual([
      {
        type: 'http',
        category,
        data: { method: method.toUpperCase(), url: origin + path, ...outcome },
        ...(level ? { level } : {}),
      },
    ])
  })

  it('is sent without the values of its query', async () => {
    const memory = start()
    await request('GET', `${origin}/ok?user=anybody&page=2#here`)
    expect((await trail(memory))[0]?.data?.url).toBe(`${origin}/ok?user=[Filtered]&page=[Filtered]`)
    expect(memory.envelopes.join()).not.toContain('anybody')
  })
})

describe('fetch', () => {
  it('is understood in each form of its arguments', async () => {
    const memory = start()
    await fetch(new URL(`${origin}/url`))
    await fetch(new Request(`${origin}/request`, { method: 'DELETE' }))
    await fetch(new Request(`${origin}/both`, { method: 'DELETE' }), { method: 'put' })
    expect((await trail(memory)).map(({ data }) => [data?.method, data?.url])).toEqual([
      ['GET', `${origin}/url`],
      ['DELETE', `${origin}/request`],
      ['PUT', `${origin}/both`],
    ])
  })

  it('gives the program its own answer and its own failure', async () => {
    const answer = new Response('mine')
    const failure = new TypeError('Failed to fetch')
    vi.stubGlobal('fetch', async (url: string) => {
      if (url.endsWith('/ok')) return answer
      throw failure
    })
    const { client } = start()
    await expect(fetch(`${origin}/ok`)).resolves.toBe(answer)
    await expect(fetch(`${origin}/no`)).rejects.toBe(failure)
    expect(failure.message).toBe('Failed to fetch')
    await client.close()
    vi.unstubAllGlobals()
  })
})

describe('XMLHttpRequest', () => {
  it('is remembered once for each time it is sent', async () => {
    const memory = start()
    const xhr = new XMLHttpRequest()
    for (const path of ['/first', '/second']) {
      await new Promise((resolve) => {
        xhr.onloadend = resolve
        xhr.open('GET', origin + path)
        xhr.send()
      })
    }
    expect((await trail(memory)).map(({ data }) => data?.url)).toEqual([
      `${origin}/first`,
      `${origin}/second`,
    ])
  })

  it('that was aborted counts as without an answer', async () => {
    const memory = start()
    const xhr = new XMLHttpRequest()
    xhr.open('GET', `${origin}/ok`)
    xhr.send()
    xhr.abort()
    expect((await trail(memory)).map(without)).toEqual([
      {
        type: 'http',
        category: 'xhr',
        level: 'error',
        data: { method: 'GET', url: `${origin}/ok` },
      },
    ])
  })
})

describe('navigation', () => {
  it('by pushState, replaceState and going back is remembered, relative to the page', async () => {
    const memory = start()
    history.pushState({}, '', '/cart?step=1')
    history.replaceState({}, '', '/cart/pay')
    history.pushState({}, '', '/done')
    const isBack = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }))
    history.back()
    await isBack
    expect((await trail(memory)).map(without)).toEqual([
      { category: 'navigation', data: { from: '/', to: '/cart?step=[Filtered]' } },
      { category: 'navigation', data: { from: '/cart?step=[Filtered]', to: '/cart/pay' } },
      { category: 'navigation', data: { from: '/cart/pay', to: '/done' } },
      { category: 'navigation', data: { from: '/done', to: '/cart/pay' } },
    ])
  })

  describe('where the browser has the Navigation API', () => {
    afterEach(() => vi.unstubAllGlobals())

    /** jsdom has none: this tells of what its history does. */
    function stubNavigation(currentEntry: object | null): EventTarget {
      const navigation = Object.assign(new page.EventTarget(), { currentEntry })
      vi.stubGlobal('navigation', navigation)
      return navigation
    }

    it('is heard of from there, and no function is replaced', async () => {
      const navigation = stubNavigation({})
      const { pushState, replaceState } = history
      const memory = start()
      expect([history.pushState, history.replaceState]).toEqual([pushState, replaceState])
      for (const path of ['/cart?step=1', '/cart?step=1', '/done']) {
        history.pushState({}, '', path)
        navigation.dispatchEvent(new page.Event('currententrychange'))
      }
      expect((await trail(memory)).map(without)).toEqual([
        { category: 'navigation', data: { from: '/', to: '/cart?step=[Filtered]' } },
        { category: 'navigation', data: { from: '/cart?step=[Filtered]', to: '/done' } },
      ])
      const removed = vi.spyOn(navigation, 'removeEventListener')
      await memory.client.close()
      expect(removed).toHaveBeenCalledWith('currententrychange', expect.any(Function), undefined)
    })

    it('is heard of from history where it says nothing, as in a sandbox', async () => {
      stubNavigation(null)
      const memory = start()
      history.pushState({}, '', '/cart')
      expect((await trail(memory)).map(({ data }) => data)).toEqual([{ from: '/', to: '/cart' }])
    })
  })

  it('to where the page is already leaves nothing', async () => {
    const memory = start()
    history.replaceState({ scroll: 10 }, '', location.href)
    history.pushState({ dialog: true }, '')
    expect(await trail(memory)).toEqual([])
  })

  it('that the browser refuses leaves nothing and throws what it threw before', async () => {
    const memory = start()
    expect(() => history.pushState({}, '', 'https://elsewhere.example/')).toThrow(
      expect.objectContaining({ name: 'SecurityError' }),
    )
    expect(await trail(memory)).toEqual([])
  })
})

describe('a captured event', () => {
  it('is a breadcrumb of the next one, not of itself', async () => {
    const memory = start()
    const first = captureException(new RangeError('too far'))
    const second = captureMessage('a message', 'warning')
    expect((await trail(memory)).map(without)).toEqual([
      {
        category: 'sentry.event',
        message: 'RangeError: too far',
        event_id: first,
        level: 'error',
      },
      { category: 'sentry.event', message: 'a message', event_id: second, level: 'warning' },
    ])
    expect(memory.events[0]?.breadcrumbs).toBeUndefined()
  })

  it('is none in a burst, of which ten a minute are enough', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const memory = start({ floodControl: false })
    const messages = async (): Promise<unknown[]> =>
      (await trail(memory)).map(({ message }) => message)
    for (let index = 0; index < 30; index++) captureMessage(`${index}`)
    expect(await messages()).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`))
    vi.advanceTimersByTime(61_000)
    captureMessage('later')
    expect((await messages()).at(-1)).toBe('later')
    vi.useRealTimers()
  })

  it('is a short breadcrumb, however long its message', async () => {
    const memory = start()
    captureMessage('long '.repeat(1000))
    expect((await trail(memory))[0]?.message).toHaveLength(200)
  })

  it('is none when it was dropped', async () => {
    const memory = start({
      beforeSend: (event) => (event.message === 'dropped' ? null : event),
    })
    captureMessage('dropped')
    expect(await trail(memory)).toEqual([])
  })
})

describe('the options', () => {
  const doings: Record<keyof BreadcrumbsOptions, () => unknown> = {
    console: () => {
      console.log('printed')
      printed('log')
    },
    dom: () => show('<button data-here></button>').click(),
    fetch: () => fetch(`${origin}/ok`),
    history: () => history.pushState({}, '', '/elsewhere'),
    sentry: () => captureMessage('earlier'),
    xhr: () => requests.xhr('GET', `${origin}/ok`),
  }
  const categories: Record<keyof BreadcrumbsOptions, string> = {
    console: 'console',
    dom: 'ui.click',
    fetch: 'fetch',
    history: 'navigation',
    sentry: 'sentry.event',
    xhr: 'xhr',
  }
  const names = Object.keys(doings) as (keyof BreadcrumbsOptions)[]

  it.each(names)('switch off %s, and nothing else', async (name) => {
    const memory = start({ integrations: [breadcrumbsIntegration({ [name]: false })] })
    for (const one of names) await doings[one]()
    expect((await trail(memory)).map(({ category }) => category)).toEqual(
      names.filter((one) => one !== name).map((one) => categories[one]),
    )
  })

  it('keep the newest, and none at all for 0', async () => {
    const few = start({ maxBreadcrumbs: 2 })
    for (const message of ['a', 'b', 'c']) addBreadcrumb({ message })
    expect((await trail(few)).map(({ message }) => message)).toEqual(['b', 'c'])
    const none = start({ maxBreadcrumbs: 0 })
    doings.dom()
    expect(await trail(none)).toEqual([])
  })
})

describe('beforeBreadcrumb', () => {
  it('gets what the breadcrumb was made from', async () => {
    const seen = new Map<string | undefined, BreadcrumbHint | undefined>()
    const memory = start({
      beforeBreadcrumb(breadcrumb, hint) {
        seen.set(breadcrumb.category, hint)
        return breadcrumb
      },
    })
    const button = show('<button data-here></button>')
    button.click()
    console.warn('careful', 1)
    printed('warn')
    const response = await fetch(`${origin}/ok`)
    await fetch(`${origin}/broken`).catch(() => undefined)
    await requests.xhr('GET', `${origin}/ok`)
    addBreadcrumb({ category: 'mine' }, { own: true })
    await trail(memory)

    expect(seen.get('ui.click')).toMatchObject({ event: { target: button } })
    expect(seen.get('console')).toEqual({ input: ['careful', 1], level: 'warn' })
    expect(response.ok).toBe(true)
    expect(seen.get('fetch')).toMatchObject({
      input: [`${origin}/broken`],
      data: expect.any(TypeError),
    })
    expect(seen.get('xhr')?.xhr).toBeInstanceOf(XMLHttpRequest)
    expect(seen.get('mine')).toEqual({ own: true })
    expect(seen.get('sentry.event')?.event).toMatchObject({ message: 'what led here' })
  })

  it('changes or drops it', async () => {
    const memory = start({
      beforeBreadcrumb: (breadcrumb) =>
        breadcrumb.message === 'drop me' ? null : { ...breadcrumb, message: 'changed' },
    })
    addBreadcrumb({ message: 'drop me' })
    addBreadcrumb({ message: 'change me' })
    expect((await trail(memory)).map(({ message }) => message)).toEqual(['changed'])
  })
})
