import {
  addBreadcrumb,
  addEventProcessor,
  captureEvent,
  captureException,
  captureMessage,
  type Event,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  type Integration,
  lastEventId,
  Scope,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
  withIsolationScope,
  withScope,
} from '@mayday/core'
import { describe, expect, it, vi } from 'vitest'
import { start } from './setup.js'

const scopes = () => [getGlobalScope(), getIsolationScope(), getCurrentScope()] as const

describe('merging', () => {
  it('lets the narrower scope win, and the event itself over all', async () => {
    const { captured } = start()
    const names = ['global', 'isolation', 'current'] as const
    scopes().forEach((scope, index) => {
      const by = names[index] as string
      // The widest scope says everything, each narrower one a little less.
      for (const key of ['a', 'b', 'c', 'd'].slice(index)) {
        scope.setTag(key, by)
        scope.setExtra(key, by)
        scope.setContext(key, { by })
      }
      const user = { id: by, email: by, username: by, ip_address: by }
      scope.setUser(Object.fromEntries(Object.entries(user).slice(index)))
    })
    captureEvent({
      message: 'm',
      tags: { d: 'event' },
      extra: { d: 'event' },
      contexts: { d: { by: 'event' } },
      user: { ip_address: 'event' },
    })
    const event = await captured()
    const expected = { a: 'global', b: 'isolation', c: 'current', d: 'event' }
    expect(event.tags).toEqual(expected)
    expect(event.extra).toEqual(expected)
    expect(event.user).toEqual({
      id: 'global',
      email: 'isolation',
      username: 'current',
      ip_address: 'event',
    })
    expect(event.contexts).toMatchObject({
      a: { by: 'global' },
      b: { by: 'isolation' },
      c: { by: 'current' },
      d: { by: 'event' },
    })
  })

  it('replaces contexts as a whole', async () => {
    const { captured } = start()
    getGlobalScope().setContext('app', { name: 'shop', build: 1 })
    setContext('app', { build: 2 })
    captureMessage('m')
    expect((await captured()).contexts?.app).toEqual({ build: 2 })
  })

  it('leaves the receiver its own grouping in a fingerprint', async () => {
    const { captured } = start()
    captureMessage('m', { fingerprint: ['{{ default }}', 'mine'] })
    expect((await captured()).fingerprint).toEqual(['{{ default }}', 'mine'])
  })

  it('joins breadcrumbs and fingerprints', async () => {
    const { captured } = start()
    for (const [index, scope] of scopes().entries()) {
      scope.addBreadcrumb({ message: `${index}` })
      scope.setFingerprint([`${index}`])
    }
    captureEvent({ message: 'm', breadcrumbs: [{ message: 'own' }], fingerprint: ['own'] })
    const event = await captured()
    expect(event.breadcrumbs?.values.map((one) => one.message)).toEqual(['0', '1', '2', 'own'])
    expect(event.fingerprint).toEqual(['own', '0', '1', '2'])
  })

  it('replaces level and transaction of the event by those of the narrowest scope', async () => {
    const { captured } = start()
    getGlobalScope().setLevel('fatal').setTransactionName('GET /global')
    captureEvent({ message: 'one', level: 'info', transaction: 'own' })
    expect(await captured()).toMatchObject({ level: 'fatal', transaction: 'GET /global' })
    getCurrentScope().setLevel('debug').setTransactionName('GET /current')
    getIsolationScope().setLevel('warning').setTransactionName('GET /isolation')
    captureEvent({ message: 'two', level: 'info', transaction: 'own' })
    expect(await captured()).toMatchObject({ level: 'debug', transaction: 'GET /current' })
    getCurrentScope().setTransactionName()
    captureMessage('three')
    expect((await captured()).transaction).toBe('GET /isolation')
  })

  it('keeps what the event says where no scope says anything', async () => {
    const { captured } = start()
    captureEvent({ message: 'm', level: 'info', transaction: 'own' })
    expect(await captured()).toMatchObject({ level: 'info', transaction: 'own' })
  })

  it('happens when the event is captured, not when it is sent', async () => {
    const { captured } = start({ beforeSend: async (event) => event })
    setTag('when', 'then')
    addBreadcrumb({ message: 'before' })
    captureMessage('m')
    setTag('when', 'later')
    addBreadcrumb({ message: 'after' })
    const event = await captured()
    expect(event.tags).toEqual({ when: 'then' })
    expect(event.breadcrumbs?.values.map((one) => one.message)).toEqual(['before'])
  })
})

describe('setting', () => {
  it('puts what the top-level setters are given on every event', async () => {
    const { captured } = start()
    setTag('one', 1)
    setTags({ two: true, three: 'x' })
    setExtra('e', { n: 1 })
    setExtras({ f: 2 })
    setContext('app', { name: 'shop' })
    setUser({ id: 7, plan: 'free', ip_address: null })
    captureMessage('m')
    expect(await captured()).toMatchObject({
      tags: { one: '1', two: 'true', three: 'x' },
      extra: { e: { n: 1 }, f: 2 },
      contexts: { app: { name: 'shop' } },
      user: { id: 7, plan: 'free', ip_address: null },
    })
  })

  it('takes the user away with null, also one of a wider scope', async () => {
    const { captured } = start()
    getGlobalScope().setUser({ id: '1', email: 'a@b.cd', username: 'u', name: 'n' })
    setUser({ id: '2' })
    setUser(null)
    captureMessage('m')
    expect(await captured()).not.toHaveProperty('user')
  })

  it.each([undefined, null])(
    'takes a tag away with %s, also one of a wider scope',
    async (none) => {
      const { captured } = start()
      getGlobalScope().setTags({ gone: 'x', stays: 'y' })
      setTag('gone', none)
      captureMessage('m')
      expect((await captured()).tags).toEqual({ stays: 'y' })
    },
  )

  it('takes a context away with null, also one of a wider scope', async () => {
    const { captured } = start()
    getGlobalScope().setContext('gone', { a: 1 }).setContext('stays', { a: 1 })
    setContext('gone', null)
    captureMessage('m')
    const { contexts } = await captured()
    expect(Object.keys(contexts ?? {}).sort()).toEqual(['stays', 'trace'])
  })

  it('is harmless before init', async () => {
    setTag('early', 1)
    setUser({ id: 1 })
    addBreadcrumb({ message: 'dropped' })
    expect(lastEventId()).toBeUndefined()
    const { captured } = start()
    captureMessage('m')
    expect(await captured()).toMatchObject({ tags: { early: '1' }, user: { id: 1 } })
  })

  it('is done by init, too', async () => {
    const { captured } = start({ initialScope: { tags: { from: 'init' }, user: { id: 'u' } } })
    captureMessage('m')
    expect(await captured()).toMatchObject({ tags: { from: 'init' }, user: { id: 'u' } })
  })
})

describe('withScope', () => {
  it('forks by value: what is set inside stays inside', async () => {
    const { captured } = start()
    getCurrentScope().setTag('who', 'outer').addBreadcrumb({ message: 'outer' })
    withScope((scope) => {
      scope.setTag('who', 'inner').setUser({ id: 'inner' }).setLevel('fatal').setExtra('e', 1)
      scope.setContext('c', { a: 1 }).setFingerprint(['f']).addBreadcrumb({ message: 'inner' })
      scope.addEventProcessor((event) => ({ ...event, release: 'inner' }))
      captureMessage('inside')
    })
    captureMessage('outside')
    expect(await captured()).toMatchObject({
      message: 'inside',
      tags: { who: 'inner' },
      user: { id: 'inner' },
      level: 'fatal',
      extra: { e: 1 },
      contexts: { c: { a: 1 } },
      fingerprint: ['f'],
      release: 'inner',
      breadcrumbs: { values: [{ message: 'outer' }, { message: 'inner' }] },
    })
    const outside = await captured()
    expect(outside).toMatchObject({ message: 'outside', tags: { who: 'outer' }, level: 'info' })
    expect(outside.breadcrumbs?.values.map((one) => one.message)).toEqual(['outer'])
    for (const key of ['user', 'extra', 'fingerprint', 'release']) {
      expect(outside).not.toHaveProperty(key)
    }
    expect(outside.contexts).not.toHaveProperty('c')
  })

  it('gives back what the callback gives: a value, a promise, an error', async () => {
    start()
    expect(withScope(() => 7)).toBe(7)
    const promise = Promise.resolve('late')
    expect(withScope(() => promise)).toBe(promise)
    const error = new Error('mine')
    const throwing = () =>
      withScope(() => {
        throw error
      })
    expect(throwing).toThrow(error)
    await expect(withScope(async () => throwing())).rejects.toBe(error)
  })

  it('ends with its callback, also with one that throws', async () => {
    const { captured } = start()
    const outer = getCurrentScope()
    let thrown: unknown
    try {
      withScope((scope) => {
        scope.setTag('inner', 1)
        throw new Error('mine')
      })
    } catch (error) {
      thrown = error
    }
    expect(getCurrentScope()).toBe(outer)
    captureException(thrown)
    expect(await captured()).not.toHaveProperty('tags')
  })

  it('nests, and runs with a given scope', () => {
    start()
    const mine = new Scope()
    withScope((one) => {
      withScope(mine, (two) => {
        expect(two).toBe(mine)
        expect(getCurrentScope()).toBe(mine)
      })
      expect(getCurrentScope()).toBe(one)
      withScope(undefined, (two) => expect(two).not.toBe(one))
    })
  })

  it('leaves the top-level setters to the isolation scope', async () => {
    const { captured } = start()
    withScope(() => setTag('kept', 1))
    captureMessage('m')
    expect((await captured()).tags).toEqual({ kept: '1' })
  })
})

describe('withIsolationScope', () => {
  it('forks both scopes by value', async () => {
    const { captured } = start()
    setTag('who', 'outer')
    withIsolationScope((isolation) => {
      expect(isolation).toBe(getIsolationScope())
      setTag('who', 'inner')
      setUser({ id: 'inner' })
      addBreadcrumb({ message: 'inner' })
      getCurrentScope().setExtra('e', 1)
      captureMessage('inside')
    })
    captureMessage('outside')
    expect(await captured()).toMatchObject({
      tags: { who: 'inner' },
      user: { id: 'inner' },
      extra: { e: 1 },
      breadcrumbs: { values: [{ message: 'inner' }] },
    })
    const outside = await captured()
    expect(outside.tags).toEqual({ who: 'outer' })
    for (const key of ['user', 'extra', 'breadcrumbs']) expect(outside).not.toHaveProperty(key)
  })

  it('gives back what the callback gives, and ends when it throws', async () => {
    start()
    const outer = getIsolationScope()
    const promise = Promise.resolve(1)
    expect(withIsolationScope(() => promise)).toBe(promise)
    const given = new Scope()
    expect(withIsolationScope(given, (scope) => scope === given)).toBe(true)
    expect(() =>
      withIsolationScope(() => {
        throw new Error('mine')
      }),
    ).toThrow('mine')
    expect(getIsolationScope()).toBe(outer)
  })

  it('remembers its own last event', () => {
    start()
    const first = captureMessage('outer')
    withIsolationScope(() => {
      const second = captureMessage('inner')
      expect(lastEventId()).toBe(second)
    })
    expect(lastEventId()).toBe(first)
  })
})

describe('lastEventId', () => {
  it('is that of the last event that was not filtered at once', () => {
    start({ ignoreErrors: ['ignored'] })
    expect(lastEventId()).toBeUndefined()
    const id = captureException(new Error('one'))
    captureException(new Error('ignored'))
    expect(lastEventId()).toBe(id)
    const message = captureMessage('two')
    expect(lastEventId()).toBe(message)
  })
})

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

describe('a scope', () => {
  it('is copied by clone, with its client', () => {
    const { client } = start()
    const one = getCurrentScope().setTag('a', 1).addBreadcrumb({ message: 'b' })
    one.setLastEventId('x')
    const two = one.clone()
    two.setTag('a', 2).addBreadcrumb({ message: 'c' })
    expect(one.getScopeData().tags).toEqual({ a: 1 })
    expect(one.getScopeData().breadcrumbs).toHaveLength(1)
    expect(two.getClient()).toBe(client)
    expect(two.lastEventId()).toBe('x')
    expect(two.getPropagationContext()).toEqual(one.getPropagationContext())
  })

  it('forgets everything but client, trace and processors by clear', async () => {
    const { client, captured } = start()
    const scope = getCurrentScope().setTag('a', 1).setLevel('fatal').setUser({ id: 1 })
    scope.setExtra('e', 1).setContext('c', {}).setFingerprint(['f']).setTransactionName('t')
    scope.addBreadcrumb({ message: 'b' })
    scope.addEventProcessor((event) => ({ ...event, release: 'processed' }))
    const { traceId } = scope.getPropagationContext()
    scope.clear()
    expect(scope.getClient()).toBe(client)
    captureMessage('m')
    const event = await captured()
    expect(event.contexts?.trace?.trace_id).toBe(traceId)
    expect(event).toMatchObject({ level: 'info', release: 'processed' })
    for (const key of ['tags', 'user', 'extra', 'fingerprint', 'transaction', 'breadcrumbs']) {
      expect(event).not.toHaveProperty(key)
    }
  })

  it('takes in another by update, which stays as it was', async () => {
    const { captured } = start()
    const other = new Scope().setTags({ a: 2, b: 2 }).setLevel('warning').setUser({ id: 2 })
    getCurrentScope().setTags({ a: 1, c: 1 }).setUser({ id: 1, email: 'e' }).update(other)
    getCurrentScope().setTag('b', 3)
    captureMessage('m')
    expect(await captured()).toMatchObject({
      tags: { a: '2', b: '3', c: '1' },
      level: 'warning',
      user: { id: 2 },
    })
    expect(other.getScopeData().tags).toEqual({ a: 2, b: 2 })
  })

  it('takes in a trace by update, and no empty user or fingerprint', () => {
    const propagationContext = { traceId: 'a'.repeat(32), sampleRand: 0.5 }
    const scope = new Scope().setUser({ id: 1 }).setFingerprint(['f'])
    scope
      .update({ propagationContext, user: {}, fingerprint: [] })
      .update()
      .update(null as never)
    expect(scope.getPropagationContext()).toBe(propagationContext)
    expect(scope.getUser()).toEqual({ id: 1 })
    expect(scope.getScopeData().fingerprint).toEqual(['f'])
  })

  it('keeps its newest breadcrumbs', () => {
    const scope = new Scope()
    for (const message of ['one', 'two', 'three']) scope.addBreadcrumb({ message }, 2)
    expect(scope.getScopeData().breadcrumbs.map((one) => one.message)).toEqual(['two', 'three'])
    expect(scope.getLastBreadcrumb()?.message).toBe('three')
    expect(scope.clearBreadcrumbs().getLastBreadcrumb()).toBeUndefined()
  })

  it('captures with its own data, wherever it is', async () => {
    const { client, captured } = start()
    const scope = new Scope().setTag('own', 1)
    expect(scope.captureMessage('nobody')).toMatch(/^[0-9a-f]{32}$/)
    scope.setClient(client)
    const id = scope.captureException(new Error('e'))
    const event = await captured()
    expect(event).toMatchObject({ event_id: id, tags: { own: '1' } })
    scope.captureMessage('m', 'debug')
    expect(await captured()).toMatchObject({ message: 'm', level: 'debug', tags: { own: '1' } })
    scope.captureEvent({ message: 'by hand' })
    expect(await captured()).toMatchObject({ message: 'by hand', tags: { own: '1' } })
  })

  it('gives all events of one place the same trace, and other scopes another', async () => {
    const { captured } = start()
    captureMessage('one')
    captureMessage('two')
    const trace = async () => (await captured()).contexts?.trace
    const [one, two] = [await trace(), await trace()]
    expect(one?.trace_id).toBe(two?.trace_id)
    expect(one?.span_id).toMatch(/^[0-9a-f]{16}$/)
    withScope(new Scope(), (scope) => {
      scope.setClient(getIsolationScope().getClient())
      expect(scope.getPropagationContext().traceId).not.toBe(one?.trace_id)
    })
  })

  it('continues an incoming trace', async () => {
    const { captured, envelopes } = start()
    getCurrentScope().setPropagationContext({
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      sampleRand: 0.1,
      dsc: { trace_id: 'a'.repeat(32), public_key: 'theirs' },
    })
    captureMessage('m')
    const { contexts } = await captured()
    expect(contexts?.trace).toMatchObject({
      trace_id: 'a'.repeat(32),
      parent_span_id: 'b'.repeat(16),
    })
    const headers = JSON.parse(envelopes[0]?.split('\n')[0] ?? '') as { trace: unknown }
    expect(headers.trace).toEqual({ trace_id: 'a'.repeat(32), public_key: 'theirs' })
  })
})

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
})
