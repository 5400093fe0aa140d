import { captureException, captureMessage, flush, setConsent } from '@mayday/core'
import { createMemoryReceiver } from '@mayday/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'
import { reported } from './wire.js'

const messages = (events: { message?: string }[]): (string | undefined)[] =>
  events.map(({ message }) => message)

describe('consent that is pending', () => {
  it('keeps events in memory, and lets them go in their order once it is granted', async () => {
    const { client, events, envelopes } = start({ consent: 'pending' })
    for (const name of ['one', 'two', 'three']) captureMessage(name)
    await new Promise((resolve) => setTimeout(resolve))
    expect(envelopes).toEqual([])
    expect(client.stats()).toMatchObject({ captured: 3, delivered: 0, pending: 3, dropped: 0 })
    setConsent('granted')
    expect(await client.flush()).toBe(true)
    expect(messages(events)).toEqual(['one', 'two', 'three'])
    expect(client.stats()).toMatchObject({ captured: 3, delivered: 3, pending: 0 })
  })

  it('has nothing to give to those who send by other means, at the end of a process', async () => {
    const { client } = start({ consent: 'pending' })
    captureMessage('kept')
    expect(client.pendingEnvelopes()).toEqual([])
    client.setConsent('granted')
    expect(client.pendingEnvelopes()).toHaveLength(1)
  })

  it('makes a flush give up at once instead of waiting for somebody to answer', async () => {
    const { client, envelopes } = start({ consent: 'pending' })
    captureMessage('kept')
    expect(await flush()).toBe(false)
    expect(await client.close()).toBe(false)
    expect(envelopes).toEqual([])
  })

  it('lets a flush that began before it was revoked give up, too', async () => {
    const memory = createMemoryReceiver()
    const { client } = start({
      ...memory.options,
      transport: () => ({ send: () => new Promise(() => {}), flush: async () => true }),
    })
    captureMessage('under way')
    const flushed = client.flush()
    await null
    client.setConsent('pending')
    expect(await flushed).toBe(false)
  })

  it('is nothing to wait for where nothing was captured', async () => {
    start({ consent: 'pending' })
    expect(await flush()).toBe(true)
  })

  it('keeps no more than fits, and counts the rest', async () => {
    const options = { consent: 'pending', transportOptions: { bufferSize: 2 } } as const
    const { client, events, envelopes } = start({ ...options, floodControl: false })
    for (let count = 0; count < 5; count++) captureMessage(`number ${count}`)
    expect(client.stats()).toMatchObject({ pending: 2, reasons: { queue_overflow: 3 } })
    client.setConsent('granted')
    await client.flush()
    // The report finds room when the events are gone.
    await client.flush()
    expect(messages(events)).toEqual(['number 0', 'number 1'])
    expect(reported(envelopes)).toEqual({ 'queue_overflow:error': 3 })
  })

  it('survives a close: what was captured before can still be granted', async () => {
    const { client, events } = start({ consent: 'pending' })
    captureMessage('before')
    expect(await client.close()).toBe(false)
    client.setConsent('granted')
    await client.flush()
    expect(messages(events)).toEqual(['before'])
  })

  it('sends no report of what was dropped meanwhile, until it is granted', async () => {
    vi.useFakeTimers()
    try {
      const { client, envelopes } = start({ consent: 'pending', beforeSend: () => null })
      captureMessage('dropped')
      await vi.advanceTimersByTimeAsync(200_000)
      await client.flush()
      expect(envelopes).toEqual([])
      client.setConsent('granted')
      await client.flush()
      expect(reported(envelopes)).toEqual({ 'before_send:error': 1 })
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('consent that is denied', () => {
  it('throws events away, counts them, and sends nothing, not even the count', async () => {
    const dropped: unknown[] = []
    const { client, envelopes } = start({
      consent: 'denied',
      onDrop: (reason, { category, rule }) => dropped.push([reason, category, rule]),
    })
    captureException(new Error('refused'))
    captureMessage('refused')
    expect(await client.flush()).toBe(true)
    expect(envelopes).toEqual([])
    expect(dropped).toEqual(Array(2).fill(['event_processor', 'error', 'consent']))
    expect(client.stats()).toMatchObject({
      captured: 2,
      dropped: 2,
      pending: 0,
      reasons: { event_processor: 2 },
      rules: { consent: 2 },
    })
  })

  it('throws away what was kept while it was pending', async () => {
    const { client, envelopes } = start({ consent: 'pending' })
    captureMessage('kept')
    setConsent('denied')
    expect(await client.flush()).toBe(true)
    expect(client.stats()).toMatchObject({ captured: 1, pending: 0, rules: { consent: 1 } })
    setConsent('granted')
    captureMessage('allowed')
    await client.flush()
    expect(envelopes.join()).not.toContain('kept')
  })

  it.each([
    [200, { delivered: 1, dropped: 0, rules: {} }],
    [503, { delivered: 0, dropped: 1, rules: { consent: 1 } }],
  ])(
    'counts what was under way once, by its answer, and tries no more: %i',
    async (status, sums) => {
      let answer: (response: { statusCode: number }) => void = () => {}
      const send = (): Promise<{ statusCode: number }> =>
        new Promise((resolve) => {
          answer = resolve
        })
      const { client } = start({ transport: () => ({ send, flush: async () => true }) })
      captureMessage('under way')
      client.setConsent('denied')
      expect(client.stats().pending).toBe(1)
      const flushed = client.flush()
      answer({ statusCode: status })
      expect(await flushed).toBe(true)
      expect(client.stats()).toMatchObject({ captured: 1, pending: 0, ...sums })
    },
  )

  it('lets later events go once it is granted after all', async () => {
    const { client, events, envelopes } = start({ consent: 'denied' })
    captureMessage('refused')
    setConsent('granted')
    captureMessage('allowed')
    await client.flush()
    expect(messages(events)).toEqual(['allowed'])
    // What was refused is nobody's business: what stays is the number of the client's own books.
    expect(envelopes.join()).not.toContain('refused')
  })
})

describe('the option', () => {
  it('is granted by default', async () => {
    const { captured } = start()
    captureMessage('sent')
    expect((await captured()).message).toBe('sent')
  })

  it('is named by a warning where it is no such word, and nothing is sent', async () => {
    const { client, events } = start({ consent: 'perhaps' as never })
    expect(printed('warn')).toEqual([
      expect.stringContaining('consent should be a pending or granted or denied, not perhaps'),
    ])
    captureMessage('m')
    await client.flush()
    expect(events).toEqual([])
  })

  it('is left as it is by a call with no such word, which is named by a warning', async () => {
    const { client, envelopes } = start({ consent: 'pending' })
    captureMessage('kept')
    client.setConsent('yes' as never)
    expect(printed('warn')).toEqual([expect.stringContaining('setConsent')])
    await client.flush()
    expect(envelopes).toEqual([])
    client.setConsent('granted')
    expect(await client.flush()).toBe(true)
  })
})
