// @vitest-environment jsdom
import { captureMessage, init } from '@mayday/browser'
import { createMemoryReceiver } from '@mayday/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { started } from './setup.js'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.99)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A client that has failed so often that it will not try again for a while. */
async function pausing() {
  const attempts = vi.fn()
  let isUp = false
  const client = started(
    init({
      ...createMemoryReceiver().options,
      transport: () => ({
        async send() {
          attempts()
          if (!isUp) throw new Error('Failed to fetch')
          return {}
        },
        flush: async () => true,
      }),
    }),
  )
  captureMessage('hello')
  await vi.advanceTimersByTimeAsync(20_000)
  attempts.mockClear()
  isUp = true
  return { client, attempts }
}

describe('what waits after failures is tried again at once', () => {
  it.each<[string, () => EventTarget, Event]>([
    ['the network is back', () => globalThis, new Event('online')],
    ['the page comes back', () => globalThis, new Event('pageshow')],
    ['the page is thawed', () => document, new Event('resume')],
    ['somebody looks at it', () => document, new Event('visibilitychange', { bubbles: true })],
  ])('when %s', async (_when, target, event) => {
    const { client, attempts } = await pausing()
    expect(attempts).not.toHaveBeenCalled()
    target().dispatchEvent(event)
    await vi.advanceTimersByTimeAsync(0)
    expect(attempts).toHaveBeenCalledOnce()
    expect(client.stats()).toMatchObject({ delivered: 1, pending: 0 })
  })

  it('but not because it is hidden, and not any more once the client is closed', async () => {
    const { client, attempts } = await pausing()
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    await vi.advanceTimersByTimeAsync(0)
    expect(attempts).not.toHaveBeenCalled()
    void client.close(1)
    globalThis.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(attempts).not.toHaveBeenCalled()
  })
})

it('a page that goes sends what it has, as one that is hidden', async () => {
  const client = started(init(createMemoryReceiver().options))
  const flush = vi.spyOn(client, 'flush')
  globalThis.dispatchEvent(new Event('pagehide'))
  expect(flush).toHaveBeenCalledOnce()
})
