// @vitest-environment jsdom
import {
  BrowserClient,
  type BrowserSessionOptions,
  browserSessionIntegration,
  captureEvent,
  captureException,
  captureMessage,
  captureSession,
  endSession,
  getCurrentScope,
  setUser,
  startSession,
  withScope,
} from '@mayday/browser'
import { createMemoryReceiver, parseEnvelope } from '@mayday/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { listenToErrors, raise, start, started } from './setup.js'

type Memory = Pick<ReturnType<typeof start>, 'items' | 'client'>

let stopListening: () => void
beforeEach(() => {
  stopListening = listenToErrors()
  history.replaceState(null, '', '/')
})
afterEach(() => {
  stopListening()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function visiting(options?: BrowserSessionOptions, others: Parameters<typeof start>[0] = {}) {
  const integrations = [browserSessionIntegration(options)]
  return start({ release: 'shop@1', environment: 'test', integrations, ...others })
}

/** What was sent of sessions until now. */
async function updates({ items, client }: Memory) {
  await client.flush()
  return items
    .filter(({ headers }) => headers.type === 'session')
    .map(({ text }) => JSON.parse(text))
}

const short = async (memory: Memory): Promise<unknown[]> =>
  (await updates(memory)).map(({ init, status, errors }) => [init, status, errors])

const HEX = /^[\da-f]{32}$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('a page', () => {
  it('tells of its visit', async () => {
    const memory = visiting()
    expect(await updates(memory)).toEqual([
      {
        sid: expect.stringMatching(HEX),
        init: true,
        status: 'ok',
        errors: 0,
        started: expect.stringMatching(TIME),
        timestamp: expect.stringMatching(TIME),
        attrs: { release: 'shop@1', environment: 'test', user_agent: navigator.userAgent },
      },
    ])
  })

  it('tells when it is idle, or goes', async () => {
    let idle = (): void => {}
    vi.stubGlobal('requestIdleCallback', (callback: () => void) => {
      idle = callback
      return 1
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const memory = visiting()
    vi.advanceTimersByTime(5000)
    expect(memory.items).toEqual([])
    setUser({ id: 7, email: 'jo@mail.example' })
    idle()
    vi.advanceTimersByTime(1000)
    vi.useRealTimers()
    await expect.poll(() => memory.items).toHaveLength(1)
    expect(await updates(memory)).toMatchObject([{ init: true, did: '7' }])

    const other = visiting()
    globalThis.dispatchEvent(new Event('pagehide'))
    await expect.poll(() => other.items).toHaveLength(1)
  })

  it('tells of the first error, in its envelope, and of no further one', async () => {
    const memory = visiting()
    captureException(new Error('first'))
    captureException(new Error('second'))
    expect(await short(memory)).toEqual([[true, 'ok', 1]])
    const types = memory.envelopes.map((one) =>
      parseEnvelope(one).items.map(({ headers }) => headers.type),
    )
    expect(types).toEqual([['event', 'session'], ['event']])
  })

  it('tells of the crash, and then nothing more', async () => {
    const memory = visiting()
    captureException(new Error('handled'))
    raise({ error: new Error('not handled') })
    raise({ error: new Error('again') })
    captureSession()
    endSession()
    expect(await short(memory)).toEqual([
      [true, 'ok', 1],
      [false, 'crashed', 1],
    ])
  })

  it('looks at the whole chain of causes for a crash', async () => {
    const memory = visiting()
    const values = [
      { type: 'Inner', mechanism: { type: 'chained', handled: false } },
      { type: 'Outer', mechanism: { type: 'generic', handled: true } },
    ]
    captureEvent({ exception: { values } })
    expect(await short(memory)).toEqual([[true, 'crashed', 1]])
  })

  it('does not take messages for errors, unless they are fatal', async () => {
    const memory = visiting({}, { attachStacktrace: true })
    captureMessage('hello', 'error')
    await memory.client.flush()
    captureEvent({ message: 'the end', level: 'fatal' })
    expect(await short(memory)).toEqual([
      [true, 'ok', 0],
      [false, 'crashed', 1],
    ])
  })

  it('counts what sampling leaves out, but not what is unwanted', async () => {
    const sampled = visiting({}, { sampleRate: 0 })
    captureException(new Error('left out'))
    expect(await short(sampled)).toEqual([[true, 'ok', 1]])
    expect(sampled.events).toEqual([])

    const unwanted = visiting({}, { ignoreErrors: ['noise'], beforeSend: () => null })
    captureException(new Error('noise'))
    captureException(new Error('not sent'))
    await unwanted.client.preview(new Error('only shown'))
    expect(await short(unwanted)).toEqual([[true, 'ok', 0]])
  })

  it('knows nothing of another client’s errors', async () => {
    const memory = visiting()
    const other = createMemoryReceiver()
    const client = started(new BrowserClient({ ...other.options, integrations: [] }))
    client.init()
    client.captureException(new Error('of another'))
    await client.flush()
    expect(await short(memory)).toEqual([[true, 'ok', 0]])
    expect(other.items).toHaveLength(1)
  })

  it('tells of each page that is navigated to', async () => {
    const memory = visiting()
    captureException(new Error('here'))
    history.pushState(null, '', '/next')
    history.pushState(null, '', '/next')
    raise({ error: new Error('there') })
    history.replaceState(null, '', '/last')
    const sent = await updates(memory)
    const ids = [...new Set(sent.map(({ sid }) => sid))]
    expect(
      sent.map(({ sid, init, status, errors }) => [ids.indexOf(sid), init, status, errors]),
    ).toEqual([
      [0, true, 'ok', 1],
      [0, false, 'exited', 1],
      [1, true, 'ok', 0],
      [1, false, 'crashed', 1],
      [2, true, 'ok', 0],
    ])
  })

  it('is one visit however far one goes in it, if that is wanted', async () => {
    const memory = visiting({ lifecycle: 'page' })
    history.pushState(null, '', '/next')
    expect(await short(memory)).toEqual([[true, 'ok', 0]])
  })

  it('says who visits, by what is known of them', async () => {
    const memory = visiting()
    setUser({ email: 'jo@mail.example', username: 'jo', ip_address: '1.2.3.4' })
    const [update] = await updates(memory)
    expect(update).toMatchObject({
      did: 'jo@mail.example',
      attrs: { ip_address: '1.2.3.4' },
    })
    setUser({ id: 'late' })
    captureException(new Error('here'))
    expect((await updates(memory)).map(({ did }) => did)).toEqual([
      'jo@mail.example',
      'jo@mail.example',
    ])
    history.pushState(null, '', '/next')
    expect((await updates(memory)).at(-1)).toMatchObject({ init: true, did: 'late' })
  })

  it('tells of no visit without a release, and says so to who looks', async () => {
    const memory = visiting({}, { release: undefined, debug: true })
    expect(await updates(memory)).toEqual([])
    expect(printed('log').join()).toContain('needs a release')
  })

  it('is left as it was when the client closes', async () => {
    const { pushState, replaceState } = history
    const memory = visiting()
    await memory.client.close()
    expect([history.pushState, history.replaceState]).toEqual([pushState, replaceState])
    const before = memory.items.length
    history.pushState(null, '', '/next')
    captureSession()
    await memory.client.flush()
    expect(memory.items).toHaveLength(before)
  })
})

it('costs nothing where nobody asks for it', async () => {
  const memory = start({ release: 'shop@1' })
  captureException(new Error('here'))
  history.pushState(null, '', '/next')
  expect(await updates(memory)).toEqual([])
})

it('is no affair of a worker', async () => {
  vi.stubGlobal('document', undefined)
  const memory = visiting()
  expect(await updates(memory)).toEqual([])
  await memory.client.close()
})

describe('a session of one’s own', () => {
  it('is started, told and ended by hand, with how long it took', async () => {
    const memory = start({ release: 'shop@1' })
    const session = startSession({ did: 'jo', user: { id: 'other' }, release: 'shop@2' })
    expect(session).toMatchObject({ status: 'ok', init: true, errors: 0 })
    captureSession()
    captureException(new Error('here'))
    endSession()
    captureSession()
    const sent = await updates(memory)
    expect(sent).toMatchObject([
      { sid: session.sid, init: true, status: 'ok', errors: 0, did: 'jo' },
      { sid: session.sid, init: false, status: 'ok', errors: 1 },
      { sid: session.sid, init: false, status: 'exited', errors: 1, attrs: { release: 'shop@2' } },
    ])
    expect(sent.every(({ duration }) => duration >= 0)).toBe(true)
    expect(session.toJSON()).toEqual({ ...sent.at(-1), init: false })
  })

  it('ends the one before when it starts', async () => {
    const memory = start({ release: 'shop@1' })
    startSession()
    startSession()
    captureSession(true)
    expect(await short(memory)).toEqual([
      [true, 'exited', 0],
      [true, 'exited', 0],
    ])
    expect(new Set((await updates(memory)).map(({ sid }) => sid)).size).toBe(2)
  })

  it('is about the user of the scope', async () => {
    const memory = start({ release: 'shop@1' })
    setUser({ id: 'wide' })
    withScope((scope) => {
      scope.setUser({ id: 'near' })
      startSession({ ignoreDuration: true })
      captureSession()
    })
    getCurrentScope().setUser(null)
    expect(await updates(memory)).toMatchObject([{ did: 'near' }])
  })

  it('is one that nobody is told of before init', () => {
    expect(startSession({ did: 'jo' })).toMatchObject({ status: 'ok', did: 'jo' })
    captureSession()
    captureSession(true)
    endSession()
  })
})
