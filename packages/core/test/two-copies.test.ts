import {
  captureException,
  captureMessage,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
} from '@mayday/core'
import { describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'

describe('two copies of the package', () => {
  it('share scopes and client', async () => {
    const { client, captured } = start()
    vi.resetModules()
    const other = await import('@mayday/core')
    expect(other.captureException).not.toBe(captureException)
    expect(other.getClient()).toBe(client)
    expect(other.getGlobalScope()).toBe(getGlobalScope())
    other.setTag('from', 'the other')
    other.withScope((scope) => {
      expect(getCurrentScope()).toBe(scope)
      scope.setExtra('inside', true)
      other.captureException(new Error('one'))
    })
    expect(await captured()).toMatchObject({
      tags: { from: 'the other' },
      extra: { inside: true },
      exception: { values: [{ value: 'one' }] },
    })
    captureMessage('m', new other.Scope().setTag('scope', 'foreign'))
    expect((await captured()).tags).toEqual({ from: 'the other', scope: 'foreign' })
    expect(getClient()).toBe(client)
  })

  it('capture the same error once, and neither loses what the other one does', async () => {
    const { client, events } = start()
    vi.resetModules()
    const other = await import('@mayday/core')
    const error = new Error('once')
    captureException(error)
    other.captureException(error)
    other.withIsolationScope((isolation) => {
      getIsolationScope().setTag('seen', 'by the first')
      expect(isolation).toBe(getIsolationScope())
      const id = captureMessage('inside')
      expect(other.lastEventId()).toBe(id)
    })
    const trace = other.getTraceData()['sentry-trace']?.split('-')[0]
    expect(trace).toBe(getCurrentScope().getPropagationContext().traceId)
    await other.flush()
    expect(events).toMatchObject([
      { exception: { values: [{ value: 'once' }] } },
      { message: 'inside', tags: { seen: 'by the first' } },
    ])
    expect(client.stats()).toMatchObject({ captured: 2, delivered: 2 })
  })

  it('replace each other’s client by init', async () => {
    const first = start()
    vi.resetModules()
    const other = await import('@mayday/core')
    const { createMemoryReceiver } = await import('@mayday/core/testing')
    const second = createMemoryReceiver()
    const client = other.init(second.options)
    captureMessage('m')
    expect((await second.captured()).message).toBe('m')
    expect(first.events).toEqual([])
    expect(getClient()).toBe(client)
    await client.close()
  })
})
