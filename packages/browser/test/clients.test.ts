// @vitest-environment jsdom
import {
  addBreadcrumb,
  captureException,
  createClient,
  getClient,
  lastEventId,
  setTag,
  setUser,
} from '@mayday/browser'
import { createMemoryReceiver } from '@mayday/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { captured, listenToErrors, raise, rejectUnhandled, start, started } from './setup.js'

let stopListening: () => void

beforeEach(() => {
  stopListening = listenToErrors()
})
afterEach(() => stopListening())

function thrownIn(file: string, message = 'boom'): Error {
  const error = new Error(message)
  error.stack = `Error: ${message}\n    at run (${file}:1:1)\n    at https://shop.example/app.js:9:9`
  return error
}

function widget(options: Parameters<typeof createClient>[0] = {}) {
  const memory = createMemoryReceiver()
  return { ...memory, client: started(createClient({ ...memory.options, ...options })) }
}

const titles = (memory: { events: Parameters<typeof captured>[0][] }): unknown[] =>
  memory.events.map((event) => captured(event).value)

describe('a client of a widget', () => {
  it('gets what is thrown in its scripts, and the page gets the rest', async () => {
    const page = start()
    const chat = widget({ scripts: ['/chat/'] })
    const ads = widget({ scripts: [/\/ads\.js$/] })
    raise({ error: thrownIn('https://cdn.example/chat/main.js', 'of chat') })
    raise({ error: thrownIn('https://cdn.example/ads.js', 'of ads') })
    raise({ error: thrownIn('https://shop.example/app.js', 'of page') })
    rejectUnhandled({ reason: thrownIn('https://cdn.example/chat/late.js', 'late') })
    raise({ error: 'text', filename: 'https://cdn.example/chat/main.js' })
    raise({ error: 'text of page', filename: 'https://shop.example/app.js' })
    await Promise.all([page.client.flush(), chat.client.flush(), ads.client.flush()])
    expect(titles(chat)).toEqual(['of chat', 'late', 'text'])
    expect(titles(ads)).toEqual(['of ads'])
    expect(titles(page)).toEqual(['of page', 'text of page'])
    expect(captured(chat.events[0] as never).mechanism).toMatchObject({ handled: false })
  })

  it('leaves its errors to the page once it is closed', async () => {
    const page = start()
    const chat = widget({ scripts: ['/chat/'] })
    await chat.client.close()
    raise({ error: thrownIn('https://cdn.example/chat/main.js') })
    await page.client.flush()
    expect(titles(page)).toEqual(['boom'])
    expect(chat.events).toEqual([])
  })

  it('captures nothing by itself when it names no scripts', async () => {
    const { events, client } = widget()
    raise({ error: thrownIn('https://shop.example/app.js') })
    await client.flush()
    expect(events).toEqual([])
  })

  it('needs no init, and makes itself nobody’s default', async () => {
    const { captured: next, client } = widget()
    expect(getClient()).toBeUndefined()
    client.captureException(new Error('by hand'))
    expect(captured(await next()).value).toBe('by hand')
    expect(lastEventId()).toBeUndefined()
    expect(client.getScope().lastEventId()).toBeTypeOf('string')
  })

  it('knows nothing of what the page’s scopes hold, nor the page of its own', async () => {
    const page = start()
    const chat = widget({ initialScope: { tags: { room: 'lobby' } } })
    setUser({ id: 'of the page' })
    setTag('page', 'yes')
    addBreadcrumb({ message: 'in the page' })
    chat.client.getScope().setTag('chat', 'yes')
    chat.client.captureException(new Error('chat'), { captureContext: { level: 'warning' } })
    captureException(new Error('page'))
    const [inChat, inPage] = await Promise.all([chat.captured(), page.captured()])
    expect(inChat).toMatchObject({ level: 'warning', tags: { chat: 'yes', room: 'lobby' } })
    expect(inChat.tags).not.toHaveProperty('page')
    expect(inChat).not.toHaveProperty('user')
    expect(inChat).not.toHaveProperty('breadcrumbs')
    expect(inPage.tags).toEqual({ page: 'yes' })
  })

  it('can tell of an error that the page has told of, too', async () => {
    const page = start()
    const chat = widget()
    const error = new Error('shared')
    captureException(error)
    chat.client.captureException(error)
    captureException(error)
    await Promise.all([page.client.flush(), chat.client.flush()])
    expect([titles(page), titles(chat)]).toEqual([['shared'], ['shared']])
  })
})
