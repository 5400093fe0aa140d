// @vitest-environment jsdom
// Routers as they are: an event says which route was shown when it was captured.
import { createMemoryReceiver, type MemoryReceiver } from '@mayday/core/testing'
import {
  type AnyRouter,
  addBreadcrumb,
  type BrowserOptions,
  close,
  ErrorBoundary,
  getIsolationScope,
  init,
  routerIntegration,
  wrapCreateBrowserRouter,
  wrapCreateBrowserRouterV6,
  wrapCreateBrowserRouterV7,
  wrapCreateMemoryRouter,
  wrapCreateMemoryRouterV6,
  wrapCreateMemoryRouterV7,
} from '@mayday/react'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router'
import * as reactRouter6 from 'react-router-6'
import * as reactRouter7 from 'react-router-7'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { Failing, major, render, start } from './setup.js'

/** The transaction of an error that is captured now. */
async function nameOfError({ client, captured }: ReturnType<typeof start>) {
  client.captureException(new Error('here'))
  return (await captured()).transaction
}

const started = (router: AnyRouter, options: Partial<BrowserOptions> = {}) =>
  start({ ...options, integrations: [routerIntegration(router)] })

const routes = () => [
  {
    path: '/',
    children: [
      { index: true },
      { path: 'users', children: [{ index: true }, { path: ':id' }, { path: '/users/:id/edit' }] },
      { children: [{ path: 'about' }, { path: ':lang?/terms' }] },
      { path: 'files/*' },
      { path: 'mall/*', children: [{ path: 'shops/:shop' }] },
    ],
  },
]

describe.each([
  ['6', reactRouter6 as unknown as typeof reactRouter7],
  ['7', reactRouter7],
])('with React Router %s', (_version, library) => {
  const { createMemoryRouter } = library
  const at = (path: string, options = {}) =>
    createMemoryRouter(routes() as never, { initialEntries: [path], ...options })

  it.each([
    ['/', '/'],
    ['/users', '/users'],
    ['/users/7', '/users/:id'],
    ['/users/7/edit', '/users/:id/edit'],
    ['/about', '/about'],
    ['/en/terms', '/:lang/terms'],
    ['/files/a/b.txt', '/files/*'],
    ['/mall/shops/3', '/mall/shops/:shop'],
    ['/nowhere/to/be/found', undefined],
  ])('names an error at %s %s', async (path, template) => {
    const router = at(path)
    onTestFinished(() => router.dispose())
    expect(await nameOfError(started(router))).toBe(template)
  })

  it('has the basename in front of the name', async () => {
    const router = at('/app/users/7', { basename: '/app' })
    onTestFinished(() => router.dispose())
    expect(await nameOfError(started(router))).toBe('/app/users/:id')
  })

  it('names events after the route that is shown, not the one that is being loaded', async () => {
    let loaded = (): void => {}
    const loader = () => new Promise((resolve) => (loaded = () => resolve(null)))
    const router = createMemoryRouter(
      [{ path: '/' }, { path: '/slow/:id', loader }, { path: '/quick/:id' }] as never,
      { initialEntries: ['/'] },
    )
    onTestFinished(() => router.dispose())
    const memory = started(router)
    const going = router.navigate('/slow/1')
    expect(await nameOfError(memory)).toBe('/')
    loaded()
    await going
    expect(await nameOfError(memory)).toBe('/slow/:id')
    await router.navigate('/quick/1')
    expect(await nameOfError(memory)).toBe('/quick/:id')
  })

  it.skipIf(major < 19)('follows what a program without data routers says is matched', async () => {
    const { MemoryRouter, matchRoutes, useLocation, useRoutes } = library
    const table = [{ path: '/users/:id', element: <Failing error={new Error('first')} /> }]
    const shown = { state: { matches: [] as object[] } }
    const App = () => {
      shown.state = { matches: matchRoutes(table, useLocation()) ?? [] }
      return useRoutes(table)
    }
    const { captured } = started(shown)
    await render(
      <MemoryRouter initialEntries={['/users/7']}>
        <ErrorBoundary>
          <App />
        </ErrorBoundary>
      </MemoryRouter>,
    )
    expect((await captured()).transaction).toBe('/users/:id')
    printed('warn')
  })

  it('never listens to the router', async () => {
    const router = at('/')
    onTestFinished(() => router.dispose())
    const subscribe = vi.spyOn(router, 'subscribe')
    started(router)
    wrapCreateMemoryRouter(() => router)()
    expect(subscribe).not.toHaveBeenCalled()
  })
})

describe('with the history of a page', () => {
  afterEach(() => history.replaceState(null, '', '/'))

  it('navigation breadcrumbs have the route that was left, and no value of a query', async () => {
    const router = reactRouter7.createBrowserRouter(routes())
    onTestFinished(() => router.dispose())
    const memory = started(router)
    await router.navigate('/users/7?token=abc&tab=mail')
    await router.navigate('/about?q=secret#part')
    await router.navigate('/nowhere')
    await router.navigate('/about')
    addBreadcrumb({ category: 'form', data: { step: 1 } })
    memory.client.captureException(new Error('here'))
    const { breadcrumbs } = await memory.captured()
    expect(breadcrumbs?.values.at(-1)?.data).toEqual({ step: 1 })
    const told = breadcrumbs?.values.filter(({ category }) => category === 'navigation')
    expect(told?.map(({ data }) => data)).toEqual([
      { from: '/', to: '/users/7?token=[Filtered]&tab=[Filtered]', from_route: '/' },
      {
        from: '/users/7?token=[Filtered]&tab=[Filtered]',
        to: '/about?q=[Filtered]',
        from_route: '/users/:id',
      },
      { from: '/about?q=[Filtered]', to: '/nowhere', from_route: '/about' },
      { from: '/nowhere', to: '/about' },
    ])
  })
})

describe('a client', () => {
  const routerAt = (path: string) => {
    const router = reactRouter7.createMemoryRouter(routes(), { initialEntries: [path] })
    onTestFinished(() => router.dispose())
    return router
  }

  it("leaves the program's own names as they are", async () => {
    const memory = started(routerAt('/users/7'))
    getIsolationScope().setTransactionName('checkout')
    expect(await nameOfError(memory)).toBe('checkout')
    getIsolationScope().setTransactionName(undefined)
    memory.client.captureEvent({ message: 'by hand', transaction: 'hand' })
    expect((await memory.captured()).transaction).toBe('hand')
    expect(await nameOfError(memory)).toBe('/users/:id')
  })

  it('follows the last router that it was given', async () => {
    const memory = started(routerAt('/users/7'))
    wrapCreateBrowserRouter(() => routerAt('/about'))()
    expect(await nameOfError(memory)).toBe('/about')
  })

  it('asks no router once it is closed', async () => {
    const asked = vi.fn(() => ({ matches: [{ routeId: '/here' }] }))
    const router = Object.defineProperty({} as AnyRouter, 'state', { get: asked })
    const memory = start()
    wrapCreateBrowserRouter(() => router)()
    expect(await nameOfError(memory)).toBe('/here')
    await close(100)
    asked.mockClear()
    memory.client.emit('preprocessEvent', {}, {})
    expect(asked).not.toHaveBeenCalled()
  })

  it('sends events of a router that cannot be asked, too', async () => {
    const router = {
      get state(): never {
        throw new Error('gone')
      },
    }
    expect(await nameOfError(started(router))).toBeUndefined()
  })

  it.each([
    ['wrapCreateBrowserRouter', wrapCreateBrowserRouter],
    ['wrapCreateBrowserRouterV6', wrapCreateBrowserRouterV6],
    ['wrapCreateBrowserRouterV7', wrapCreateBrowserRouterV7],
    ['wrapCreateMemoryRouter', wrapCreateMemoryRouter],
    ['wrapCreateMemoryRouterV6', wrapCreateMemoryRouterV6],
    ['wrapCreateMemoryRouterV7', wrapCreateMemoryRouterV7],
  ])('follows what a function wrapped by %s makes', async (_name, wrap) => {
    const memory = start()
    const create = wrap(reactRouter7.createMemoryRouter)
    const router = create(routes(), { initialEntries: ['/users/7'] })
    onTestFinished(() => router.dispose())
    expect(await nameOfError(memory)).toBe('/users/:id')
  })

  it('gives what the wrapped function gives, also before init()', () => {
    const router = routerAt('/')
    expect(wrapCreateBrowserRouter(() => router)()).toBe(router)
  })
})

describe('with TanStack Router', () => {
  const root = createRootRoute()
  const layout = createRoute({ getParentRoute: () => root, id: '_inside' })
  const tree = root.addChildren([
    createRoute({ getParentRoute: () => root, path: '/' }),
    createRoute({ getParentRoute: () => root, path: '/users/$id' }),
    layout.addChildren([createRoute({ getParentRoute: () => layout, path: '/orders/$order' })]),
    createRoute({ getParentRoute: () => root, path: '/files/$' }),
    createRoute({
      getParentRoute: () => root,
      path: '/moved',
      beforeLoad: () => {
        throw redirect({ to: '/users/$id', params: { id: '9' } })
      },
    }),
  ])
  const routerAt = async (path: string) => {
    const history = createMemoryHistory({ initialEntries: [path] })
    const router = createRouter({ routeTree: tree, history })
    await router.load()
    return router
  }

  it.each([
    ['/', '/'],
    ['/users/7', '/users/$id'],
    ['/orders/3', '/_inside/orders/$order'],
    ['/files/a/b', '/files/$'],
    ['/moved', '/users/$id'],
    ['/nowhere', undefined],
  ])('names an error at %s %s', async (path, template) => {
    expect(await nameOfError(started(await routerAt(path)))).toBe(template)
  })

  it('has no name before anything is shown, and follows', async () => {
    const history = createMemoryHistory({ initialEntries: ['/users/7'] })
    const router = createRouter({ routeTree: tree, history })
    const memory = started(router)
    expect(await nameOfError(memory)).toBeUndefined()
    await router.load()
    expect(await nameOfError(memory)).toBe('/users/$id')
    await router.navigate({ to: '/' })
    await router.load()
    expect(await nameOfError(memory)).toBe('/')
  })
})

it('names the routes of a page that is shown while the SDK is still being loaded', async () => {
  vi.resetModules()
  const { init: initAnew, routerIntegration: integrationAnew } = await import('@mayday/react')
  expect(initAnew).not.toBe(init)
  const router = { state: { matches: [{ routeId: '/first' }] } }
  const memory: MemoryReceiver = createMemoryReceiver()
  const client = initAnew({ ...memory.options, integrations: [integrationAnew(router)] })
  client.captureException(new Error('early'))
  expect(client.getTransport()).toBeUndefined()
  router.state = { matches: [{ routeId: '/second' }] }
  expect((await memory.captured()).transaction).toBe('/first')
  client.captureException(new Error('later'))
  expect((await memory.captured()).transaction).toBe('/second')
  await client.close(100)
})
