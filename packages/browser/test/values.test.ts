// @vitest-environment jsdom
import {
  addBreadcrumb,
  captureException,
  captureMessage,
  setContext,
  setExtra,
  setTag,
  setUser,
  withScope,
} from '@mayday/browser'
import { beforeEach, describe, expect, it } from 'vitest'
import { captured, listenToErrors, raise, rejectUnhandled, start } from './setup.js'

beforeEach(() => history.replaceState(null, '', '/'))

describe('what programs set', () => {
  it('becomes text where it is a tag, and vanishes where it is undefined', async () => {
    const memory = start()
    const circle: Record<string, unknown> = { name: 'c' }
    circle.self = circle
    setTag('object', { a: [1] } as never)
    setTag('circle', circle as never)
    setTag('element', document.body as never)
    setTag('gone', undefined)
    setTag('none', null)
    setTag('number', 0)
    setTag('off', false)
    captureMessage('m')
    expect((await memory.captured()).tags).toEqual({
      object: '{"a":[1]}',
      circle: '{"name":"c","self":"[Circular ~]"}',
      element: '[HTMLElement: body]',
      number: '0',
      off: 'false',
    })
  })

  it('may hold parts of the page, and itself', async () => {
    const memory = start({ normalizeDepth: 5 })
    const circle: Record<string, unknown> = { element: document.body }
    circle.inner = { circle }
    setExtra('circle', circle)
    setContext('page', { element: document.createElement('button'), window: globalThis.document })
    addBreadcrumb({ message: 'b', data: { element: document.body, circle } })
    captureMessage('m')
    const event = await memory.captured()
    expect(event.extra?.circle).toEqual({
      element: '[HTMLElement: body]',
      inner: { circle: '[Circular ~]' },
    })
    expect(event.contexts?.page).toEqual({
      element: '[HTMLElement: button]',
      window: '[Document]',
    })
    expect(event.breadcrumbs?.values.at(-1)?.data).toMatchObject({ element: '[HTMLElement: body]' })
  })

  it('says that no address is to be kept, and so does the SDK', async () => {
    const memory = start()
    setUser({ id: '1', ip_address: null })
    captureMessage('m')
    expect(await memory.captured()).toMatchObject({
      user: { id: '1', ip_address: null },
      sdk: { settings: { infer_ip: 'never' } },
    })
  })

  it('says that the address is wanted where personal data is', async () => {
    const memory = start({ sendDefaultPii: true })
    captureMessage('m')
    expect((await memory.captured()).sdk?.settings).toEqual({ infer_ip: 'auto' })
  })
})

describe('withScope', () => {
  it('does not reach errors that are thrown inside it and that nobody catches there', async () => {
    const memory = start()
    const stop = listenToErrors()
    try {
      withScope((scope) => {
        scope.setTag('inside', 1).setLevel('fatal')
        throw new Error('thrown inside')
      })
    } catch (error) {
      raise({ error, message: 'thrown inside' })
    }
    stop()
    const event = await memory.captured()
    expect(captured(event).value).toBe('thrown inside')
    expect(event.level).toBe('error')
    expect(event).not.toHaveProperty('tags')
  })
})

describe('rejections', () => {
  it.each<[string, Record<string, unknown>]>([
    ['reason', { reason: new Error('inside') }],
    ['detail.reason', { detail: { reason: new Error('inside') } }],
  ])('are unpacked from %s of their event', async (_where, members) => {
    const memory = start()
    rejectUnhandled(members)
    expect(captured(await memory.captured())).toMatchObject({ type: 'Error', value: 'inside' })
  })
})

describe('sent events', () => {
  it('leave a breadcrumb for the next one', async () => {
    const memory = start()
    const event_id = captureException(new RangeError('first'))
    captureMessage('second', 'warning')
    captureMessage('third')
    await memory.captured()
    await memory.captured()
    expect((await memory.captured()).breadcrumbs?.values).toMatchObject([
      { category: 'sentry.event', event_id, level: 'error', message: 'RangeError: first' },
      { category: 'sentry.event', level: 'warning', message: 'second' },
    ])
  })

  it('leave their breadcrumb to beforeBreadcrumb, with the event as its hint', async () => {
    const seen: unknown[] = []
    const memory = start({
      beforeBreadcrumb(breadcrumb, hint) {
        seen.push([breadcrumb.category, breadcrumb.message, hint])
        return breadcrumb
      },
    })
    addBreadcrumb({ category: 'own', message: 'b' }, { input: [1] })
    captureMessage('m')
    await memory.captured()
    expect(seen).toEqual([
      ['own', 'b', { input: [1] }],
      ['sentry.event', 'm', { event: expect.objectContaining({ message: 'm' }) }],
    ])
  })
})
