// @vitest-environment jsdom
import { type BrowserApiErrorsOptions, browserApiErrorsIntegration } from '@mayday/browser'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { captured, raise, start } from './setup.js'

const MECHANISM = 'auto.browser.browserapierrors'
const startWrapping = (options?: Partial<BrowserApiErrorsOptions>) =>
  start({ integrations: [browserApiErrorsIntegration(options)] })

const mechanisms = ({ events }: Pick<ReturnType<typeof start>, 'events'>) =>
  events.map((event) => captured(event).mechanism)

/** The timer of the test itself; in ms. */
const OURS = 4242

/** Nothing of it is to be printed. */
const silence = (event: Event): void => event.preventDefault()

beforeEach(() => {
  globalThis.addEventListener('error', silence)
})
afterEach(() => {
  globalThis.removeEventListener('error', silence)
  vi.unstubAllGlobals()
})

/** A button that is clicked. */
function click(prepare: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = document.createElement('button')
  prepare(button)
  button.click()
  return button
}

describe('an error that a callback throws', () => {
  it.each(['setTimeout', 'setInterval'] as const)(
    'of %s is captured and thrown on',
    async (name) => {
      const heard: unknown[] = []
      const native = globalThis[name] as (callback: () => void, ms?: number) => number
      vi.stubGlobal(name, (callback: () => void, ms?: number) => {
        if (ms !== OURS) return native(callback, ms)
        try {
          callback()
        } catch (error) {
          heard.push(error)
        }
        return 0
      })
      const memory = startWrapping()
      const error = new RangeError('in a timer')
      globalThis[name](() => {
        throw error
      }, OURS)
      expect(heard).toEqual([error])
      const event = await memory.captured()
      expect(captured(event)).toMatchObject({
        type: 'RangeError',
        mechanism: { type: `${MECHANISM}.${name}`, handled: false },
      })
    },
  )

  it('of requestAnimationFrame says so', async () => {
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => callback())
    const memory = startWrapping()
    const draw = () =>
      requestAnimationFrame(() => {
        throw new Error('in a frame')
      })
    expect(draw).toThrow('in a frame')
    expect(captured(await memory.captured()).mechanism).toEqual({
      type: `${MECHANISM}.requestAnimationFrame`,
      handled: false,
      data: { handler: 'requestAnimationFrame' },
    })
  })

  it('of a listener is captured once, with the listener’s name', async () => {
    const memory = startWrapping()
    click((button) => {
      button.addEventListener('click', function onPay() {
        throw new TypeError('in a listener')
      })
    })
    await memory.client.flush()
    const names = memory.events[0]?.exception?.values?.[0]?.stacktrace?.frames?.map(
      ({ function: name }) => name,
    )
    expect(names?.slice(-2)).toEqual(['HTMLButtonElement.sentryWrapped', 'HTMLButtonElement.onPay'])
    expect(mechanisms(memory)).toEqual([
      {
        type: `${MECHANISM}.addEventListener`,
        handled: false,
        data: { handler: 'onPay', target: 'EventTarget' },
      },
    ])
  })

  it('of an object that listens is captured, and the object stays as it is', async () => {
    const memory = startWrapping()
    const listener = Object.freeze({
      handleEvent(this: unknown) {
        expect(this).toBe(listener)
        throw new TypeError('in an object')
      },
    })
    click((button) => button.addEventListener('click', listener))
    await memory.client.flush()
    expect(mechanisms(memory)).toMatchObject([{ type: `${MECHANISM}.handleEvent` }])
  })

  it('that is a text is captured once, too', async () => {
    const memory = startWrapping()
    click((button) => {
      button.addEventListener('click', () => {
        throw 'only a text'
      })
    })
    await memory.client.flush()
    expect(memory.events.map(captured)).toMatchObject([{ value: 'only a text' }])
    expect(memory.events.map((event) => captured(event).stacktrace)).toEqual([undefined])
    await new Promise((resolve) => setTimeout(resolve, 5))
    raise({ error: 'only a text', message: 'Uncaught only a text' })
    await memory.client.flush()
    expect(memory.client.stats().captured).toBe(2)
  })

  it('of a request is captured, and its handler is the page’s own again when it has ended', async () => {
    vi.stubGlobal(
      'XMLHttpRequest',
      class extends EventTarget {
        onload: (() => void) | null = null
        send() {
          const { onload } = this
          expect(() => onload?.()).toThrow('in onload')
          this.dispatchEvent(new Event('loadend'))
        }
      },
    )
    const memory = startWrapping()
    const request = new XMLHttpRequest()
    const onload = () => {
      throw new Error('in onload')
    }
    request.onload = onload
    request.send()
    expect(request.onload).toBe(onload)
    expect(captured(await memory.captured()).mechanism).toEqual({
      type: `${MECHANISM}.xhr.onload`,
      handled: false,
      data: { handler: 'onload' },
    })
  })
})

describe('listeners', () => {
  it('get this, the event and their options, and what is no listener is left to the browser', () => {
    startWrapping()
    const seen: unknown[] = []
    const button = click((button) => {
      button.addEventListener(
        'click',
        function (this: unknown, event) {
          seen.push(this, event.type)
        },
        { once: true },
      )
      button.addEventListener('click', null as never)
    })
    button.click()
    expect(seen).toEqual([button, 'click'])
    expect(() => button.addEventListener('click', 7 as never)).toThrow('parameter 2')
  })

  it('that are added twice are called once, and can be taken off', () => {
    startWrapping()
    const listener = vi.fn()
    const button = click((button) => {
      for (const capture of [false, false, true])
        button.addEventListener('click', listener, capture)
    })
    expect(listener).toHaveBeenCalledTimes(2)
    button.removeEventListener('click', listener)
    button.click()
    expect(listener).toHaveBeenCalledTimes(3)
    button.removeEventListener('click', listener, { capture: true })
    button.click()
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('that were added before and are added again are called once, and can be taken off', () => {
    const listener = vi.fn()
    const button = document.createElement('button')
    button.addEventListener('click', listener)
    startWrapping()
    button.addEventListener('click', listener)
    button.click()
    expect(listener).toHaveBeenCalledTimes(1)
    button.removeEventListener('click', listener)
    button.click()
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('that were added before can be taken off', () => {
    const listener = vi.fn()
    const button = document.createElement('button')
    button.addEventListener('click', listener)
    startWrapping()
    button.removeEventListener('click', listener)
    button.click()
    expect(listener).not.toHaveBeenCalled()
  })

  it('may be frozen, or a proxy that tells nothing of itself', () => {
    startWrapping()
    const called = vi.fn()
    const secretive = new Proxy(called, {
      get() {
        throw new Error('nothing is told')
      },
    })
    click((button) => {
      button.addEventListener(
        'click',
        Object.freeze(() => called()),
      )
      button.addEventListener('click', secretive)
    })
    expect(called).toHaveBeenCalledTimes(2)
  })
})

describe('when the client closes', () => {
  it('the page has its own functions again', async () => {
    const names = ['setTimeout', 'setInterval', 'requestAnimationFrame'] as const
    const { prototype } = EventTarget
    const read = () => [
      ...names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name)),
      ...['addEventListener', 'removeEventListener'].map((name) =>
        Object.getOwnPropertyDescriptor(prototype, name),
      ),
      Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'send'),
    ]
    const before = read()
    const { client } = startWrapping()
    expect(read().filter((one, index) => one?.value === before[index]?.value)).toEqual([])
    await client.close()
    expect(read()).toEqual(before)
  })

  it('listeners are still called, once, capture nothing, and can be taken off', async () => {
    const memory = startWrapping()
    const listener = vi.fn()
    const once = vi.fn()
    const button = click((button) => {
      button.addEventListener('click', listener)
      button.addEventListener('click', once, { once: true })
    })
    await memory.client.close()
    button.click()
    expect([listener, once].map(({ mock }) => mock.calls.length)).toEqual([2, 1])
    button.removeEventListener('click', listener)
    button.click()
    expect(listener).toHaveBeenCalledTimes(2)
    expect(memory.client.stats().captured).toBe(0)
  })
})

it('each part can be left out', () => {
  const read = () => [
    globalThis.setTimeout,
    globalThis.setInterval,
    globalThis.requestAnimationFrame,
    EventTarget.prototype.addEventListener,
  ]
  const before = read()
  startWrapping({
    setTimeout: false,
    setInterval: false,
    requestAnimationFrame: false,
    eventTarget: false,
  })
  expect(read().map((one, index) => one === before[index])).toEqual([true, true, true, true])
})
