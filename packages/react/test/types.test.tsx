// What does not compile is no less part of the package than what does.
import {
  type Client,
  captureRouteError,
  createReduxEnhancer,
  createRootOptions,
  ErrorBoundary,
  type ErrorBoundaryProps,
  type FallbackProps,
  reactErrorHandler,
  routerIntegration,
  type Scope,
  useCapturedRouteError,
  useErrorBoundary,
  useMayday,
  withErrorBoundary,
  wrapCreateBrowserRouterV6,
  wrapCreateBrowserRouterV7,
  wrapCreateMemoryRouterV7,
} from '@mayday/react'
import { combineSlices, configureStore, createSlice } from '@reduxjs/toolkit'
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import type { FunctionComponent, ReactElement, ReactNode } from 'react'
import type { HydrationOptions, RootOptions } from 'react-dom/client'
import * as reactRouter6 from 'react-router-6'
import * as reactRouter7 from 'react-router-7'
import { applyMiddleware, compose, createStore, type StoreEnhancer } from 'redux'
import { expectTypeOf, it } from 'vitest'

const Sorry: FunctionComponent<FallbackProps> = () => null

it('a boundary takes one kind of fallback, or none', () => {
  const right: ErrorBoundaryProps[] = [
    {},
    { fallback: <p>sorry</p> },
    { fallback: ({ error, eventId }) => <p>{`${error} ${eventId}`}</p> },
    { fallbackRender: ({ resetError }) => <button type="button" onClick={resetError} /> },
    { fallbackRender: () => 'a text' },
    { FallbackComponent: Sorry },
  ]
  void right
  const both = (): ReactElement[] => [
    // @ts-expect-error an element and a function
    <ErrorBoundary key="1" fallback={<p>sorry</p>} fallbackRender={() => null} />,
    // @ts-expect-error an element and a component
    <ErrorBoundary key="2" fallback={<p>sorry</p>} FallbackComponent={Sorry} />,
    // @ts-expect-error a function and a component
    <ErrorBoundary key="3" fallbackRender={() => null} FallbackComponent={Sorry} />,
    // @ts-expect-error a component of other props
    <ErrorBoundary key="4" FallbackComponent={(props: { text: string }) => props.text} />,
    // @ts-expect-error no such prop
    <ErrorBoundary key="5" fallbackElement={<p>sorry</p>} />,
  ]
  void both
})

it('callbacks know what they get', () => {
  expectTypeOf<FallbackProps>().toEqualTypeOf<{
    error: unknown
    componentStack: string
    eventId: string
    resetError(): void
  }>()
  expectTypeOf<NonNullable<ErrorBoundaryProps['onError']>>().parameters.toEqualTypeOf<
    [unknown, string, string]
  >()
  expectTypeOf<NonNullable<ErrorBoundaryProps['onUnmount']>>().parameters.toEqualTypeOf<
    [unknown, string | null, string | null]
  >()
  expectTypeOf<ErrorBoundaryProps['children']>().toEqualTypeOf<
    ReactNode | (() => ReactNode) | undefined
  >()
})

it('hooks and components have the types that programs expect', () => {
  expectTypeOf(useErrorBoundary).returns.toEqualTypeOf<{
    showBoundary(error: unknown): void
    resetBoundary(): void
  }>()
  expectTypeOf(useMayday).returns.toEqualTypeOf<Client | undefined>()
  const Bounded = withErrorBoundary((_props: { name: string }) => null, { fallback: <p /> })
  expectTypeOf(Bounded).parameter(0).toEqualTypeOf<{ name: string }>()
})

it("root handlers fit React's options", () => {
  expectTypeOf(createRootOptions()).toExtend<RootOptions>()
  expectTypeOf(createRootOptions()).toExtend<HydrationOptions>()
  expectTypeOf(reactErrorHandler()).toExtend<NonNullable<RootOptions['onCaughtError']>>()
})

it('routers of all kinds can be followed, and what makes them keeps its type', () => {
  expectTypeOf(routerIntegration).toBeCallableWith(reactRouter6.createMemoryRouter([{ path: '/' }]))
  expectTypeOf(routerIntegration).toBeCallableWith(reactRouter7.createMemoryRouter([{ path: '/' }]))
  const root = createRootRoute()
  const routeTree = root.addChildren([createRoute({ getParentRoute: () => root, path: '/a/$b' })])
  expectTypeOf(routerIntegration).toBeCallableWith(createRouter({ routeTree }))
  // @ts-expect-error no router
  const wrong = () => routerIntegration({ state: {} })
  void wrong
  const six = wrapCreateBrowserRouterV6(reactRouter6.createMemoryRouter)
  expectTypeOf(six).toEqualTypeOf<typeof reactRouter6.createMemoryRouter>()
  const seven = wrapCreateBrowserRouterV7(reactRouter7.createBrowserRouter)
  expectTypeOf(seven).toEqualTypeOf<typeof reactRouter7.createBrowserRouter>()
  expectTypeOf(wrapCreateMemoryRouterV7(reactRouter7.createMemoryRouter)).returns.toEqualTypeOf<
    ReturnType<typeof reactRouter7.createMemoryRouter>
  >()
})

it('what captures errors of routes fits their callbacks', () => {
  expectTypeOf(captureRouteError).toExtend<
    NonNullable<reactRouter7.RouterProviderProps['onError']>
  >()
  const root = createRootRoute({ onCatch: captureRouteError })
  createRouter({ routeTree: root, defaultOnCatch: captureRouteError })
  expectTypeOf(useCapturedRouteError).toBeCallableWith(
    new Error() as ErrorComponentProps['error'],
    { shouldCapture: () => true },
  )
  expectTypeOf(useCapturedRouteError).returns.toEqualTypeOf<string | undefined>()
})

it("an enhancer fits Redux and its toolkit, and leaves the store's type as it is", () => {
  const cart = createSlice({ name: 'cart', initialState: { items: ['tea'] }, reducers: {} })
  const reducer = combineSlices(cart)
  type State = ReturnType<typeof reducer>
  const enhancer = createReduxEnhancer({ state: ['cart.items'] })
  expectTypeOf(enhancer).toExtend<StoreEnhancer>()

  const made = configureStore({ reducer, enhancers: (defaults) => defaults().concat(enhancer) })
  const plain = configureStore({ reducer })
  expectTypeOf(made).toEqualTypeOf<typeof plain>()
  expectTypeOf(made.getState()).toEqualTypeOf<State>()

  const middleware = applyMiddleware()
  expectTypeOf(createStore(reducer, enhancer).getState()).toEqualTypeOf<State>()
  createStore(reducer, undefined, enhancer)
  // What `compose` makes has no type of its own, whatever it is made of.
  const both: StoreEnhancer[] = [compose(enhancer, middleware), compose(middleware, enhancer)]
  void both

  createReduxEnhancer<State>({
    stateTransformer: (state) => {
      expectTypeOf(state).toEqualTypeOf<State>()
      return state.cart
    },
    actionTransformer: (action) => (action.type === 'cart/added' ? null : action),
    configureScopeWithState: (scope, { cart }) => {
      expectTypeOf(scope).toEqualTypeOf<Scope>()
      expectTypeOf(cart.items).toEqualTypeOf<string[]>()
    },
    attachReduxState: false,
  })
  // Version 10 lets programs say nothing of the state.
  createReduxEnhancer({ stateTransformer: (state) => ({ ...state, user: null }) })
  // @ts-expect-error no such option
  createReduxEnhancer({ states: [] })
})
