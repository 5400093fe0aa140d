// @vitest-environment jsdom
import { captureMessage, init, makeBrowserOfflineTransport } from '@mayday/browser'
import { createMemoryReceiver } from '@mayday/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { started } from './setup.js'

describe('makeBrowserOfflineTransport', () => {
  it('sends with fetch unless it is given another transport', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}'))
    const client = started(
      init({
        dsn: 'https://public@receiver.example/1',
        transport: makeBrowserOfflineTransport(),
      }),
    )
    captureMessage('hello')
    expect(await client.flush()).toBe(true)
    expect(fetch).toHaveBeenCalledOnce()
    fetch.mockRestore()
  })

  it('lets what is not to be sent now wait', async () => {
    const { options, events } = createMemoryReceiver()
    let isOpen = false
    const transport = makeBrowserOfflineTransport(options.transport)
    const client = started(
      init({ ...options, transport, transportOptions: { shouldSend: () => isOpen } }),
    )
    captureMessage('hello')
    expect(await client.flush(50)).toBe(false)
    expect(client.stats()).toMatchObject({ pending: 1, dropped: 0 })
    expect(events).toEqual([])
    isOpen = true
    globalThis.dispatchEvent(new Event('online'))
    expect(await client.flush()).toBe(true)
    expect(events.map(({ message }) => message)).toEqual(['hello'])
  })
})
