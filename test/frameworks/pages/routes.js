// A page with a router, that has everything of ours that could tell of an error.
import {
  createRootOptions,
  init,
  routerIntegration,
  useCapturedRouteError,
  wrapCreateBrowserRouterV6,
  wrapCreateBrowserRouterV7,
} from '@mayday/react'
import { createBrowserHistory, createRouter as createRouter6 } from '@remix-run/router'
import {
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider as TanStackProvider,
} from '@tanstack/react-router'
import { createElement as h, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import * as reactRouter6 from 'react-router-6'
import * as reactRouter7 from 'react-router-7'
import { click, fail, play, root, settled } from './page.js'

const params = new URLSearchParams(location.search)
const dsn = params.get('dsn')
const { kind } = JSON.parse(params.get('options'))
if (dsn) globalThis.client = init({ dsn })

const Plain = () => 'sorry'
const Capturing = ({ error }) => {
  useCapturedRouteError(error)
  return 'sorry'
}
const Sorry = dsn ? Capturing : Plain

const Page = ({ fails }) =>
  fails === 'render'
    ? fail('render')
    : h('button', { type: 'button', onClick: () => fail('event') }, 'go')

const loaderOf = (fails) => async () => (fails === 'loader' ? fail('loader') : null)

/** As `react-router-dom` of that version makes it. */
const createBrowserRouter6 = (routes) =>
  createRouter6({
    history: createBrowserHistory(),
    mapRouteProperties: reactRouter6.UNSAFE_mapRouteProperties,
    routes,
  }).initialize()

function reactRouter({ createBrowserRouter, RouterProvider, useRouteError }, wrap) {
  return (fails) => {
    const Failed = () => h(Sorry, { error: useRouteError() })
    const create = dsn ? wrap(createBrowserRouter) : createBrowserRouter
    const router = create([
      { path: '/:mode', element: 'home' },
      {
        path: '/users',
        children: [
          {
            path: ':id',
            loader: loaderOf(fails),
            element: h(Page, { fails }),
            errorElement: h(Failed),
          },
        ],
      },
    ])
    return [h(RouterProvider, { router }), () => router.navigate('/users/7?token=hidden')]
  }
}

function tanStackRouter(fails) {
  const base = createRootRoute()
  const routeTree = base.addChildren([
    createRoute({ getParentRoute: () => base, path: '/$mode', component: () => 'home' }),
    createRoute({
      getParentRoute: () => base,
      path: '/users/$id',
      loader: loaderOf(fails),
      component: () => h(Page, { fails }),
      errorComponent: Sorry,
    }),
  ])
  const router = createRouter({ routeTree })
  globalThis.client?.addIntegration(routerIntegration(router))
  return [
    h(TanStackProvider, { router }),
    () => router.navigate({ to: '/users/$id', params: { id: '7' }, search: { token: 'hidden' } }),
  ]
}

const kinds = {
  'React Router 6': reactRouter(
    { ...reactRouter6, createBrowserRouter: createBrowserRouter6 },
    wrapCreateBrowserRouterV6,
  ),
  'React Router 7': reactRouter(reactRouter7, wrapCreateBrowserRouterV7),
  'TanStack Router': tanStackRouter,
}

async function show(fails) {
  const [element, go] = kinds[kind](fails)
  createRoot(root, dsn ? createRootOptions() : {}).render(h(StrictMode, null, element))
  await settled()
  await go()
  await settled()
  if (fails === 'event') click()
}

play({
  loader: () => show('loader'),
  render: () => show('render'),
  event: () => show('event'),
})
