import {
  addEventProcessor,
  captureException,
  captureMessage,
  type Event,
  getCurrentScope,
  getGlobalScope,
  type Integration,
  Scope,
  setTag,
} from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'

describe('the context of one call', () => {
  const scope = new Scope()
    .setTag('a', 1)
    .setLevel('fatal')
    .setUser({ id: 'u' })
    .setExtra('e', 2)
    .setContext('c', { d: 3 })
    .setFingerprint(['f'])
  const context = {
    tags: { a: 1 },
    level: 'fatal' as const,
    user: { id: 'u' },
    extra: { e: 2 },
    contexts: { c: { d: 3 } },
    fingerprint: ['f'],
  }

  it.each<[string, Parameters<typeof captureException>[1]]>([
    ['an object', context],
    ['a scope', scope],
    ['a function that gives an object', () => context],
    ['a function that changes the scope', (one) => one.update(context)],
    ['an object in a hint', { captureContext: context }],
    ['a scope in a hint', { captureContext: scope }],
    ['a function in a hint', { captureContext: () => scope }],
  ])('is given by %s, and stays with that call', async (_what, second) => {
    const { captured } = start()
    captureException(new Error('with'), second)
    captureException(new Error('without'))
    expect(await captured()).toMatchObject({
      tags: { a: '1' },
      level: 'fatal',
      user: { id: 'u' },
      extra: { e: 2 },
      contexts: { c: { d: 3 } },
      fingerprint: ['f'],
    })
    const without = await captured()
    expect(without.level).toBe('error')
    for (const key of ['tags', 'user', 'extra', 'fingerprint']) {
      expect(without).not.toHaveProperty(key)
    }
  })

  it('adds to the scope of the call', async () => {
    const { captured } = start()
    getCurrentScope().setTags({ scope: 1, both: 1 })
    captureMessage('m', { tags: { call: 2, both: 2 } })
    expect((await captured()).tags).toEqual({ scope: '1', both: '2', call: '2' })
  })

  it('may throw without losing the event', async () => {
    const { captured } = start()
    captureException(new Error('kept'), () => {
      throw new Error('mine')
    })
    expect((await captured()).exception?.values?.[0]?.value).toBe('kept')
  })

  it.each([1, 'text', true, Symbol('s'), 0n])(
    'may be the second argument of somebody’s callback: %s',
    async (second) => {
      const { captured } = start()
      expect(() => captureException(new Error('e'), second as never)).not.toThrow()
      expect((await captured()).exception?.values?.[0]?.value).toBe('e')
      if (typeof second === 'string') return
      expect(() => captureMessage('m', second as never)).not.toThrow()
      expect((await captured()).message).toBe('m')
    },
  )
})

describe('processors', () => {
  it('run in order: integrations, client, global, isolation, current', async () => {
    const order: string[] = []
    const note = (name: string) => (event: Event) => {
      order.push(name)
      return event
    }
    const integration: Integration = { name: 'Noting', processEvent: note('integration') }
    const preparing: Integration = {
      name: 'Preparing',
      preprocessEvent: () => void order.push('preparing'),
    }
    const { client } = start({ integrations: [integration, preparing] })
    getCurrentScope().addEventProcessor(note('current'))
    addEventProcessor(note('isolation'))
    getGlobalScope().addEventProcessor(note('global'))
    client.addEventProcessor(note('client'))
    captureMessage('m')
    await client.flush()
    expect(order).toEqual(['preparing', 'integration', 'client', 'global', 'isolation', 'current'])
  })

  it('see the merged data and the hint', async () => {
    const { captured } = start()
    const error = new Error('e')
    setTag('t', 1)
    addEventProcessor((event, hint) => {
      const same = hint.originalException === error
      return { ...event, extra: { tag: event.tags?.t, same } }
    })
    captureException(error)
    expect((await captured()).extra).toEqual({ tag: 1, same: true })
  })
})
