import {
  addBreadcrumb,
  captureEvent,
  captureMessage,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  lastEventId,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
} from '@mayday/core'
import { describe, expect, it } from 'vitest'
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
