import {
  captureEvent,
  captureException,
  captureMessage,
  getClient,
  isEnabled,
  isInitialized,
  lastEventId,
} from '@mayday/core'
import { createMemoryReceiver } from '@mayday/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'

describe('capturing', () => {
  it('sends an error with its type, message and frames, the throwing one last', async () => {
    const { captured } = start()
    const id = captureException(new RangeError('too far'))
    const event = await captured()
    expect(event.event_id).toBe(id)
    expect(event.level).toBe('error')
    const [value] = event.exception?.values ?? []
    expect(value).toMatchObject({ type: 'RangeError', value: 'too far' })
    expect(value?.mechanism).toEqual({ type: 'generic', handled: true })
    expect(value?.stacktrace?.frames?.at(-1)).toMatchObject({
      filename: expect.stringContaining('capture.test.ts'),
      in_app: true,
      lineno: expect.any(Number),
    })
  })

  it('has queued the event when captureException returns', () => {
    const { client } = start()
    captureException(new Error('right before the end'))
    expect(client.stats()).toMatchObject({ captured: 1, pending: 1 })
    expect(client.pendingEnvelopes()).toHaveLength(1)
  })

  it('returns an id and does nothing else before init', () => {
    expect(captureException(new Error('early'))).toMatch(/^[0-9a-f]{32}$/)
    expect(captureMessage('early')).toMatch(/^[0-9a-f]{32}$/)
    expect(isInitialized()).toBe(false)
    expect(lastEventId()).toBeUndefined()
  })

  it('returns an id of its own each time, whatever the engine has to make them of', () => {
    start()
    const made = [undefined, {}, crypto].flatMap((one) => {
      vi.stubGlobal('crypto', one)
      return [captureMessage('a'), captureMessage('b')]
    })
    vi.unstubAllGlobals()
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
    expect(new Set(made).size).toBe(6)
  })

  it('tells of the same error object once, even a frozen one', async () => {
    const { client, events } = start()
    const error = Object.freeze(new Error('once'))
    captureException(error)
    captureException(error)
    await client.flush()
    expect(events).toHaveLength(1)
    expect(client.stats()).toMatchObject({ captured: 1, delivered: 1 })
  })

  it('sends messages with their level', async () => {
    const { captured } = start()
    captureMessage('plain')
    expect(await captured()).toMatchObject({ message: 'plain', level: 'info' })
    captureMessage('serious', 'fatal')
    expect(await captured()).toMatchObject({ message: 'serious', level: 'fatal' })
    captureMessage('with context', { level: 'warning', tags: { a: 1 } })
    expect(await captured()).toMatchObject({ level: 'warning', tags: { a: '1' } })
  })

  it('gives messages the stack of their place when asked to, without frames of its own', async () => {
    const { captured } = start({ attachStacktrace: true })
    captureMessage('where')
    const [value] = (await captured()).exception?.values ?? []
    expect(value?.mechanism).toMatchObject({ synthetic: true })
    expect(value?.stacktrace?.frames?.at(-1)?.filename).toContain('capture.test.ts')
  })

  it('sends events made by hand, and remembers the last id', async () => {
    const { captured } = start()
    const id = captureEvent({ message: 'by hand', event_id: 'a'.repeat(32) })
    expect(id).toBe('a'.repeat(32))
    expect(await captured()).toMatchObject({ message: 'by hand', event_id: id })
    expect(lastEventId()).toBe(id)
  })

  it('names release, environment, dist, platform and itself', async () => {
    const { captured } = start({ release: 'shop@1.2', environment: 'staging', dist: '7' })
    captureMessage('who')
    expect(await captured()).toMatchObject({
      release: 'shop@1.2',
      environment: 'staging',
      dist: '7',
      platform: 'javascript',
      sdk: {
        name: 'mayday.javascript.core',
        version: '0.1.0',
        integrations: ['Dedupe'],
        settings: { infer_ip: 'never' },
      },
    })
  })

  it('captures nothing without a DSN, and says so only when debugging', () => {
    const memory = createMemoryReceiver()
    start({ dsn: '', transport: memory.options.transport })
    captureException(new Error('nobody hears'))
    expect(isEnabled()).toBe(false)
    expect(getClient()?.stats()).toMatchObject({ captured: 0, pending: 0 })
    expect(memory.envelopes).toEqual([])
  })

  it('names every wrong option in one warning, and goes on with the defaults', async () => {
    const { client } = start({
      sampleRate: 7,
      maxBreadcrumbs: 'many' as never,
      beforeSend: {} as never,
      environment: '',
    })
    const warnings = printed('warn')
    expect(warnings).toHaveLength(1)
    for (const name of ['sampleRate', 'maxBreadcrumbs', 'beforeSend']) {
      expect(warnings[0]).toContain(name)
    }
    expect(client.getOptions()).toMatchObject({
      sampleRate: 1,
      maxBreadcrumbs: 100,
      environment: 'production',
    })
    captureMessage('still works')
    await client.flush()
    expect(client.stats().delivered).toBe(1)
  })

  it('is disabled by an invalid DSN, with one message', () => {
    start({ dsn: 'https://host.example/1' })
    expect(printed('warn')).toEqual([expect.stringContaining('dsn should be a DSN')])
    expect(isEnabled()).toBe(false)
    expect(() => captureException(new Error('x'))).not.toThrow()
  })

  it('prints the integrations it installs when debugging', () => {
    start({ debug: true })
    expect(printed('log')).toContain('[mayday] Integration installed: Dedupe')
    start({ debug: false, dsn: '' })
    printed('log')
  })
})
