// Stores of Redux as they are: actions leave breadcrumbs by their type, and the state stays unless it is named.

import { createMemoryReceiver } from '@mayday/core/testing'
import {
  createReduxEnhancer,
  getCurrentScope,
  init,
  type ReduxEnhancerOptions,
  withScope,
} from '@mayday/react'
import { configureStore, createSlice } from '@reduxjs/toolkit'
import { applyMiddleware, combineReducers, compose, createStore, type StoreEnhancer } from 'redux'
import { afterEach, describe, expect, it, vi } from 'vitest'
import '../../../test/setup/loaded.js'

afterEach(() => void Reflect.deleteProperty(globalThis, Symbol.for('mayday')))

interface Item {
  name: string
  price: number
}

const cart = createSlice({
  name: 'cart',
  initialState: { items: [] as Item[], card: '' },
  reducers: {
    added: (state, { payload }: { payload: Item }) => void state.items.push(payload),
    paid: (state, { payload }: { payload: string }) => ({ ...state, card: payload }),
  },
})

const session = (state = { user: 'Ada', step: 1, password: 'abc' }) => state

const reducer = combineReducers({ cart: cart.reducer, session })
type State = ReturnType<typeof reducer>

function begin(options?: ReduxEnhancerOptions<State>) {
  const memory = createMemoryReceiver()
  const client = init(memory.options)
  const enhancer = createReduxEnhancer(options)
  const store = configureStore({ reducer, enhancers: (defaults) => defaults().concat(enhancer) })
  return { ...memory, client, store }
}

type Begun = ReturnType<typeof begin>

/** The event of an error that is captured now. */
async function eventOf({ client, captured }: Pick<Begun, 'client' | 'captured'>) {
  client.captureException(new Error('here'))
  return captured()
}

async function actionsIn(begun: Pick<Begun, 'client' | 'captured'>) {
  const { breadcrumbs } = await eventOf(begun)
  const told = breadcrumbs?.values.filter(({ category }) => category === 'redux.action') ?? []
  return told.map(({ type, data }) => ({ type, data }))
}

const { added, paid } = cart.actions

describe('actions', () => {
  it('leave breadcrumbs with their type and nothing else', async () => {
    const begun = begin()
    begun.store.dispatch(added({ name: 'tea', price: 3 }))
    begun.store.dispatch(paid('the card of Ada'))
    expect(await actionsIn(begun)).toEqual([
      { type: 'info', data: { type: expect.stringContaining('@@redux/INIT') } },
      { type: 'info', data: { type: 'cart/added' } },
      { type: 'info', data: { type: 'cart/paid' } },
    ])
    expect(begun.envelopes.join()).not.toMatch(/tea|Ada/)
  })

  it('leave what the transformer returns, or nothing', async () => {
    const begun = begin({
      actionTransformer: (action) =>
        action.type === 'cart/added' ? { ...action, payload: action.payload.price } : null,
    })
    begun.store.dispatch(added({ name: 'tea', price: 3 }))
    begun.store.dispatch(paid('the card of Ada'))
    expect(await actionsIn(begun)).toEqual([
      { type: 'info', data: { type: 'cart/added', payload: 3 } },
    ])
  })

  it('take effect when an option fails', async () => {
    const fail = (): never => {
      throw new Error('in an option')
    }
    const options = { actionTransformer: fail, stateTransformer: fail }
    const begun = begin({ ...options, configureScopeWithState: fail })
    begun.store.dispatch(paid('card'))
    expect(begun.store.getState().cart.card).toBe('card')
    expect(await actionsIn(begun)).toEqual([])
  })

  it('tell of the state when their transformer fails', async () => {
    const actionTransformer = () => {
      throw new Error('in the option')
    }
    const begun = begin({ actionTransformer, state: ['cart.card'] })
    expect((await eventOf(begun)).contexts?.state).toBeDefined()
  })

  it('that a reducer fails with fail as without us, and leave nothing', async () => {
    const memory = createMemoryReceiver()
    const client = init(memory.options)
    const failing = (state = 0, { type }: { type: string }) => {
      if (type === 'break') throw new RangeError('in the reducer')
      return state
    }
    const store = createStore(failing, createReduxEnhancer())
    expect(() => store.dispatch({ type: 'break' })).toThrow('in the reducer')
    expect(await actionsIn({ ...memory, client })).toHaveLength(1)
  })
})

describe('the state', () => {
  it('stays where it is', async () => {
    const begun = begin()
    begun.store.dispatch(paid('card'))
    const { contexts } = await eventOf(begun)
    expect(contexts).not.toHaveProperty('state')
    expect(begun.attachments).toEqual([])
  })

  it('is told as far as it is named, without secrets, and as a file', async () => {
    const state = [
      'cart.items',
      'session.step',
      'session.password',
      'session.missing',
      'cart.constructor',
      'no.such',
    ]
    const begun = begin({ state })
    begun.store.dispatch(added({ name: 'tea', price: 3 }))
    const { contexts } = await eventOf(begun)
    const value = {
      cart: { items: [{ name: 'tea', price: 3 }] },
      session: { step: 1, password: '[Filtered]' },
    }
    expect(contexts?.state).toEqual({ state: { type: 'redux', value } })
    expect(begun.attachments.map(({ headers, text }) => [headers.filename, text])).toEqual([
      ['redux_state.json', JSON.stringify(value)],
    ])
  })

  it('is named in any order, and stays as it is', async () => {
    for (const state of [
      ['cart', 'cart.card'],
      ['cart.card', 'cart'],
    ]) {
      const begun = begin({ state, attachReduxState: false })
      begun.store.dispatch(paid('card'))
      const { contexts } = await eventOf(begun)
      expect(contexts?.state).toMatchObject({
        state: { value: { cart: { items: [], card: 'card' } } },
      })
      expect(begun.store.getState().cart).toEqual({ items: [], card: 'card' })
      expect(begun.attachments).toEqual([])
    }
  })

  it('is what the transformer returns, as it was when the error was captured', async () => {
    const begun = begin({ stateTransformer: ({ cart }) => ({ count: cart.items.length }) })
    begun.store.dispatch(added({ name: 'tea', price: 3 }))
    const { contexts } = await eventOf(begun)
    expect(contexts?.state).toEqual({ state: { type: 'redux', value: { count: 1 } } })
  })

  it('is gone when the transformer returns nothing', async () => {
    const stateTransformer = vi.fn((): unknown => ({ some: 'state' }))
    const begun = begin({ stateTransformer })
    stateTransformer.mockReturnValue(null)
    begun.store.dispatch(paid('card'))
    const { contexts } = await eventOf(begun)
    expect(contexts).not.toHaveProperty('state')
    expect(begun.attachments).toEqual([])
  })

  it('is told four steps deep', async () => {
    const begun = begin({ stateTransformer: () => ({ a: { b: { c: { d: { e: 1 } } } } }) })
    const { contexts } = await eventOf(begun)
    expect(contexts?.state).toEqual({
      state: { type: 'redux', value: { a: { b: { c: { d: '[Object]' } } } } },
    })
  })

  it('is told of an action inside a scope after the scope, too', async () => {
    const begun = begin({ state: ['cart.card'] })
    withScope(() => begun.store.dispatch(paid('last')))
    const { contexts } = await eventOf(begun)
    expect(contexts?.state).toEqual({ state: { type: 'redux', value: { cart: { card: 'last' } } } })
  })

  it('is no file where beforeSend has taken it out', async () => {
    const memory = createMemoryReceiver()
    const client = init({
      ...memory.options,
      beforeSend: ({ contexts: { state: _, ...contexts } = {}, ...event }) => ({
        ...event,
        contexts,
      }),
    })
    createStore(session, createReduxEnhancer({ state: ['user'] }))
    const { contexts } = await eventOf({ ...memory, client })
    expect(contexts).not.toHaveProperty('state')
    expect(memory.attachments).toEqual([])
  })

  it('configures the current scope after each action', async () => {
    const begun = begin({
      configureScopeWithState: (scope, { cart }) => scope.setTag('items', cart.items.length),
    })
    expect(getCurrentScope().getScopeData().tags).toEqual({ items: 0 })
    begun.store.dispatch(added({ name: 'tea', price: 3 }))
    expect((await eventOf(begun)).tags).toEqual({ items: '1' })
  })
})

describe('the enhancer', () => {
  it('works with middleware, on either side', async () => {
    const seen: unknown[] = []
    const middleware = applyMiddleware(() => (next) => (action) => {
      seen.push((action as { type: string }).type)
      return next(action)
    })
    const both: StoreEnhancer[] = [
      compose(middleware, createReduxEnhancer()),
      compose(createReduxEnhancer(), middleware),
    ]
    for (const enhancer of both) {
      const memory = createMemoryReceiver()
      const client = init(memory.options)
      const store = createStore(reducer, enhancer)
      store.dispatch(paid('card'))
      const actions = await actionsIn({ ...memory, client })
      expect(actions.at(-1)).toEqual({ type: 'info', data: { type: 'cart/paid' } })
      Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
    }
    expect(seen).toEqual(['cart/paid', 'cart/paid'])
  })

  it('follows a reducer that is replaced, and keeps all else of the store', async () => {
    const memory = createMemoryReceiver()
    const client = init(memory.options)
    const store = createStore(session, createReduxEnhancer({ state: ['step'] }))
    expect(Reflect.ownKeys(store)).toEqual(Reflect.ownKeys(createStore(session)))
    store.replaceReducer((state = { user: '', step: 0, password: '' }) => ({ ...state, step: 2 }))
    store.dispatch({ type: 'go' })
    expect(store.getState().step).toBe(2)
    const { contexts } = await eventOf({ ...memory, client })
    expect(contexts?.state).toEqual({ state: { type: 'redux', value: { step: 2 } } })
  })

  it('attaches one file, whatever the number of stores', async () => {
    const begun = begin({ state: ['cart.card'] })
    createStore(session, createReduxEnhancer({ state: ['step'] }))
    const { contexts } = await eventOf(begun)
    expect(contexts?.state).toMatchObject({ state: { value: { step: 1 } } })
    expect(begun.attachments.map(({ text }) => text)).toEqual(['{"step":1}'])
  })

  it('works before init(), and for each client that comes', async () => {
    const store = createStore(session, createReduxEnhancer({ state: ['step'] }))
    for (const _ of [1, 2]) {
      const memory = createMemoryReceiver()
      const client = init(memory.options)
      store.dispatch({ type: 'go' })
      await eventOf({ ...memory, client })
      expect(memory.attachments).toHaveLength(1)
    }
  })
})
