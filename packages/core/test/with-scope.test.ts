import {
  addBreadcrumb,
  captureException,
  captureMessage,
  getCurrentScope,
  getIsolationScope,
  lastEventId,
  Scope,
  setTag,
  setUser,
  withIsolationScope,
  withScope,
} from '@mayday/core'
import { describe, expect, it } from 'vitest'
import { start } from './setup.js'

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
