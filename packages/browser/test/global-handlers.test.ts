// @vitest-environment jsdom
import { runInNewContext } from 'node:vm'
import { captureMessage, globalHandlersIntegration } from '@mayday/browser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { captured, listenToErrors, page, raise, rejectUnhandled, start } from './setup.js'

const ONERROR = 'auto.browser.global_handlers.onerror'
const ONREJECTION = 'auto.browser.global_handlers.onunhandledrejection'

afterEach(() => {
  page.onerror = null
  page.onunhandledrejection = null
})

describe('an error that nobody catches', () => {
  it('is captured as unhandled, with its own stack', async () => {
    const memory = start()
    raise({ error: new RangeError('too far'), message: 'Uncaught RangeError: too far' })
    const event = await memory.captured()
    expect(event.level).toBe('error')
    const { stacktrace, ...rest } = captured(event)
    expect(rest).toEqual({
      type: 'RangeError',
      value: 'too far',
      mechanism: { type: ONERROR, handled: false },
    })
    expect(stacktrace?.frames?.at(-1)?.filename).toContain('global-handlers.test.ts')
  })

  it('is captured when a listener of the page throws it', async () => {
    const memory = start()
    const isHeard = vi.fn((event: ErrorEvent) => event.preventDefault())
    globalThis.addEventListener('error', isHeard)
    const button = document.createElement('button')
    button.addEventListener('click', () => {
      throw new TypeError('from a listener')
    })
    button.click()
    globalThis.removeEventListener('error', isHeard)
    expect(captured(await memory.captured())).toMatchObject({
      type: 'TypeError',
      value: 'from a listener',
      mechanism: { type: ONERROR, handled: false },
    })
    expect(isHeard).toHaveBeenCalledOnce()
  })

  it.each([
    ['a text', 'just a text', 'just a text'],
    ['a number', 42, '42'],
    ['nought', 0, '0'],
    ['an empty text', '', ''],
    ['false', false, 'false'],
  ])('may be %s, and then has the place as its one frame', async (_what, thrown, value) => {
    const memory = start()
    raise({
      error: thrown,
      message: 'Uncaught, as some browsers say without the value',
      filename: 'https://shop.example/app.js',
      lineno: 12,
      colno: 34,
    })
    expect(captured(await memory.captured())).toEqual({
      type: 'Error',
      value,
      mechanism: { type: ONERROR, handled: false, synthetic: true },
      stacktrace: {
        frames: [
          {
            function: '?',
            filename: 'https://shop.example/app.js',
            lineno: 12,
            colno: 34,
            in_app: true,
          },
        ],
      },
    })
  })

  it('may be an object, which is sent along', async () => {
    const memory = start()
    raise({ error: { status: 502, path: '/cart' }, message: 'Uncaught [object Object]' })
    const event = await memory.captured()
    expect(captured(event).value).toBe('Object captured as exception with keys: path, status')
    expect(event.extra?.__serialized__).toEqual({ status: 502, path: '/cart' })
  })

  it('is told by its message and place where the browser hides the error object', async () => {
    const memory = start()
    raise({
      message: 'Uncaught ReferenceError: basket is not defined',
      filename: 'https://shop.example/app.js?v=2',
      lineno: 3,
      colno: 7,
    })
    const value = captured(await memory.captured())
    expect(value.value).toBe('ReferenceError: basket is not defined')
    expect(value.stacktrace?.frames).toEqual([
      expect.objectContaining({
        filename: expect.stringContaining('https://shop.example/app.js'),
        lineno: 3,
        colno: 7,
      }),
    ])
  })

  it.each([
    ['Uncaught exception: out of memory', 'out of memory'],
    ['uncaught out of memory', 'out of memory'],
    ['out of memory', 'out of memory'],
  ])('is titled without what the browser says in front: %s', async (message, value) => {
    const memory = start()
    raise({ message })
    const exception = captured(await memory.captured())
    expect(exception.value).toBe(value)
    expect(exception.stacktrace).toBeUndefined()
  })

  it('keeps type, stack and causes when it comes from another realm', async () => {
    const memory = start()
    const error = runInNewContext(
      "new RangeError('far away', { cause: new TypeError('further away') })",
      {},
      { filename: 'https://frame.example/frame.js' },
    )
    expect(error).not.toBeInstanceOf(Error)
    raise({ error, message: 'Uncaught RangeError: far away' })
    const event = await memory.captured()
    expect(event.exception?.values?.map(({ type, value }) => [type, value])).toEqual([
      ['TypeError', 'further away'],
      ['RangeError', 'far away'],
    ])
    expect(captured(event).mechanism).toEqual({ type: ONERROR, handled: false, exception_id: 0 })
    expect(captured(event).stacktrace?.frames?.map(({ filename }) => filename)).toContain(
      'https://frame.example/frame.js',
    )
  })

  it('is not captured again when the program has captured it and thrown it on', async () => {
    const { client, events } = start()
    const error = new Error('twice')
    client.captureException(error)
    raise({ error })
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0] as never).mechanism).toEqual({ type: 'generic', handled: true })
  })

  describe.each(['before', 'after'])('with an onerror of the page set %s init', (when) => {
    it.each([true, false, undefined])('reaches it, and its answer counts: %s', async (answer) => {
      const onerror = vi.fn(() => answer)
      if (when === 'before') page.onerror = onerror
      const memory = start()
      if (when === 'after') page.onerror = onerror
      const error = new Error('seen by both')
      const event = new ErrorEvent('error', {
        error,
        message: 'seen by both',
        filename: 'https://shop.example/a.js',
        lineno: 1,
        colno: 2,
        cancelable: true,
      })
      globalThis.dispatchEvent(event)
      const { calls, contexts } = onerror.mock as { calls: unknown[][]; contexts: unknown[] }
      expect(calls).toEqual([['seen by both', 'https://shop.example/a.js', 1, 2, error]])
      expect(contexts).toEqual([page])
      expect(event.defaultPrevented).toBe(answer === true)
      expect(page.onerror).toBe(onerror)
      expect(captured(await memory.captured())).toMatchObject({
        value: 'seen by both',
        mechanism: { type: ONERROR, handled: false },
      })
      await memory.client.close()
      expect(page.onerror).toBe(onerror)
    })
  })

  it('is not marked as handled by the SDK: the console still shows it', async () => {
    const memory = start()
    const event = new ErrorEvent('error', { error: new Error('shown'), cancelable: true })
    globalThis.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(false)
    await memory.captured()
  })
})

describe('a rejection that nobody handles', () => {
  it('is captured as unhandled', async () => {
    const memory = start()
    rejectUnhandled({ reason: new TypeError('no basket') })
    const event = await memory.captured()
    expect(event.level).toBe('error')
    expect(captured(event)).toMatchObject({
      type: 'TypeError',
      value: 'no basket',
      mechanism: { type: ONREJECTION, handled: false },
      stacktrace: { frames: expect.any(Array) },
    })
  })

  it.each([
    ['a text', 'no', 'Non-Error promise rejection captured with value: no'],
    ['undefined', undefined, 'Non-Error promise rejection captured with value: undefined'],
    ['null', null, 'Non-Error promise rejection captured with value: null'],
    ['an object', { b: 1, a: 2 }, 'Object captured as promise rejection with keys: a, b'],
  ])('may have %s as its reason, and then no stack', async (_what, reason, value) => {
    const memory = start()
    rejectUnhandled({ reason })
    expect(captured(await memory.captured())).toEqual({
      type: 'UnhandledRejection',
      value,
      mechanism: { type: ONREJECTION, handled: false, synthetic: true },
    })
  })

  it('may have its reason in the detail, as old promise libraries do', async () => {
    const memory = start()
    rejectUnhandled({ detail: { promise: {}, reason: new Error('in the detail') } })
    expect(captured(await memory.captured())).toMatchObject({
      type: 'Error',
      value: 'in the detail',
      mechanism: { type: ONREJECTION, handled: false },
    })
  })

  it.each(['before', 'after'])('still reaches a handler of the page set %s init', async (when) => {
    const handler = vi.fn((event: Event) => event.preventDefault())
    if (when === 'before') page.onunhandledrejection = handler
    const memory = start()
    if (when === 'after') page.onunhandledrejection = handler
    const event = Object.assign(new page.Event('unhandledrejection', { cancelable: true }), {
      reason: new Error('seen by both'),
    })
    globalThis.dispatchEvent(event)
    expect(handler.mock.calls).toEqual([[event]])
    expect(event.defaultPrevented).toBe(true)
    expect(page.onunhandledrejection).toBe(handler)
    expect(captured(await memory.captured()).value).toBe('seen by both')
  })

  it('is captured once, also when somebody handles it later', async () => {
    const { client, events } = start()
    const reason = new Error('late')
    rejectUnhandled({ reason })
    globalThis.dispatchEvent(Object.assign(new page.Event('rejectionhandled'), { reason }))
    rejectUnhandled({ reason })
    await client.flush()
    expect(events).toHaveLength(1)
  })
})

describe('the options', () => {
  it('switch off errors', async () => {
    const { client, events } = start({
      integrations: [globalHandlersIntegration({ onerror: false })],
    })
    const stop = listenToErrors()
    raise({ error: new Error('not wanted') })
    stop()
    rejectUnhandled({ reason: new Error('wanted') })
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['wanted'])
  })

  it('switch off rejections', async () => {
    const { client, events } = start({
      integrations: [globalHandlersIntegration({ onunhandledrejection: false })],
    })
    rejectUnhandled({ reason: new Error('not wanted') })
    raise({ error: new Error('wanted') })
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['wanted'])
  })
})

it('hears nothing more once the client is closed', async () => {
  const memory = start()
  await memory.client.close()
  const stop = listenToErrors()
  raise({ error: new Error('too late') })
  rejectUnhandled({ reason: new Error('too late') })
  stop()
  captureMessage('too late as well')
  await expect(memory).not.toHaveCaptured()
  expect(memory.client.stats()).toMatchObject({ captured: 0, pending: 0, dropped: 0 })
})
