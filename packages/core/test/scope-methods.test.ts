import { captureMessage, getCurrentScope, getIsolationScope, Scope, withScope } from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'

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

  it('keeps the newest breadcrumbs, however many are added', () => {
    const scope = new Scope()
    const add = (from: number, to: number, most?: number): void => {
      for (let count = from; count <= to; count++)
        scope.addBreadcrumb({ message: `${count}` }, most)
    }
    const kept = (): (string | undefined)[] =>
      scope.getScopeData().breadcrumbs.map(({ message }) => message)
    add(1, 250)
    expect(kept()).toHaveLength(100)
    expect([kept()[0], kept().at(-1)]).toEqual(['151', '250'])
    add(251, 253, 2)
    expect(kept()).toEqual(['252', '253'])
    add(254, 258, 3)
    add(259, 259, 100)
    expect(kept()).toEqual(['256', '257', '258', '259'])
    add(260, 260, 0)
    expect(scope.getLastBreadcrumb()?.message).toBe('259')
    expect(scope.clearBreadcrumbs().getScopeData().breadcrumbs).toEqual([])
  })

  it('leaves what was read of its breadcrumbs as it was', () => {
    const scope = new Scope().addBreadcrumb({ message: 'a' })
    const before = scope.getScopeData()
    scope.addBreadcrumb({ message: 'b' })
    const copy = scope.clone()
    scope.addBreadcrumb({ message: 'c' })
    copy.addBreadcrumb({ message: 'd' })
    const messages = (data: { breadcrumbs: { message?: string }[] }): unknown[] =>
      data.breadcrumbs.map(({ message }) => message)
    expect(messages(before)).toEqual(['a'])
    expect(messages(scope.getScopeData())).toEqual(['a', 'b', 'c'])
    expect(messages(copy.getScopeData())).toEqual(['a', 'b', 'd'])
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
