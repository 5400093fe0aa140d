// @vitest-environment jsdom
// What routers catch: neither boundaries of ours nor the page's handlers see most of it.
import {
  captureRouteError,
  createRootOptions,
  ErrorBoundary,
  MaydayProvider,
  type RouteErrorOptions,
  useCapturedRouteError,
} from '@mayday/react'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  notFound,
  RouterProvider as TanStackProvider,
} from '@tanstack/react-router'
import { Component, type ReactNode, StrictMode } from 'react'
import type { RootOptions } from 'react-dom/client'
import * as reactRouter6 from 'react-router-6'
import * as reactRouter7 from 'react-router-7'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { act, captured, Failing, major, render, start } from './setup.js'

const MECHANISM = { type: 'auto.function.react.route_error', handled: true }

let shownId: string | undefined

function Sorry({ error, options }: { error: unknown; options?: RouteErrorOptions }): ReactNode {
  shownId = useCapturedRouteError(error, options)
  return 'sorry'
}

beforeEach(() => {
  shownId = undefined
})

const throwing = (error: unknown) => () => {
  throw error
}

/** What differs between the ways in which errors are told. */
const roots: [string, () => RootOptions][] = [
  ['a plain root', () => ({})],
  ['handlers of the root', () => createRootOptions({ onCaughtError() {}, onUncaughtError() {} })],
]

const thrown: [string, () => unknown, string][] = [
  ['an error', () => new TypeError('broken'), 'broken'],
  ['a text', () => 'broken text', 'broken text'],
  ['a frozen error', () => Object.freeze(new Error('cold')), 'cold'],
]

// They render with the latest React only.
describe.skipIf(major < 19).each([
  ['6', reactRouter6 as unknown as typeof reactRouter7],
  ['7', reactRouter7],
])('with React Router %s', (version, { createMemoryRouter, RouterProvider, useRouteError }) => {
  const Failed = (props: { options?: RouteErrorOptions }): ReactNode => (
    <Sorry error={useRouteError()} {...props} />
  )

  async function show(
    route: object,
    { rootOptions = {}, options }: { rootOptions?: RootOptions; options?: RouteErrorOptions } = {},
  ) {
    const errorElement = <Failed {...(options && { options })} />
    const home = { path: '/', element: 'home' }
    const router = createMemoryRouter([home, { path: '/fails/:id', errorElement, ...route }])
    onTestFinished(() => router.dispose())
    const page = await render(
      <StrictMode>
        <RouterProvider router={router} />
      </StrictMode>,
      rootOptions,
    )
    return { router, page }
  }

  describe.each(roots)('in %s', (_root, rootOptions) => {
    it.each(thrown)('captures %s of a loader once', async (_what, make, value) => {
      const { client, events } = start()
      const { router, page } = await show(
        { loader: throwing(make()), element: 'never' },
        { rootOptions: rootOptions() },
      )
      await act(async () => router.navigate('/fails/1'))
      expect(page.text()).toBe('sorry')
      await client.flush()
      expect(events.map((event) => captured(event))).toMatchObject([
        { value, mechanism: MECHANISM },
      ])
      expect(shownId).toBe(events[0]?.event_id)
      printed('error')
      printed('warn')
    })

    it.each(thrown)('captures %s of a component once', async (_what, make, value) => {
      const { client, events } = start()
      const { router, page } = await show(
        { element: <Failing error={make()} /> },
        { rootOptions: rootOptions() },
      )
      await act(async () => router.navigate('/fails/1'))
      expect(page.text()).toBe('sorry')
      await client.flush()
      expect(events.map((event) => captured(event))).toMatchObject([
        { value, mechanism: { handled: true } },
      ])
      expect(shownId).toBe(events[0]?.event_id)
      printed('error')
      printed('warn')
    })
  })

  it('captures what an action fails with', async () => {
    const { client, events } = start()
    const { router } = await show({ action: throwing(new Error('not saved')), element: 'form' })
    const formData = new FormData()
    await act(async () => router.navigate('/fails/1', { formMethod: 'post', formData }))
    await client.flush()
    expect(events.map((event) => captured(event))).toMatchObject([
      { value: 'not saved', mechanism: MECHANISM },
    ])
    printed('error')
    printed('warn')
  })

  it('captures each of two failures in a row', async () => {
    const { client, events } = start()
    let attempts = 0
    const loader = () => {
      throw new Error(`attempt ${++attempts}`)
    }
    const { router } = await show({ loader, element: 'never' })
    await act(async () => router.navigate('/fails/1'))
    await act(async () => router.navigate('/fails/2'))
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['attempt 1', 'attempt 2'])
    expect(shownId).toBe(events[1]?.event_id)
    printed('error')
    printed('warn')
  })

  it('leaves pages that are not found to the server', async () => {
    const { client, events } = start()
    const loader = throwing(new Response('no order 7', { status: 404, statusText: 'Not Found' }))
    const { router, page } = await show({ loader, element: 'never' })
    await act(async () => router.navigate('/fails/7'))
    expect(page.text()).toBe('sorry')
    await client.flush()
    expect(events).toEqual([])
    expect(shownId).toBeUndefined()
    printed('error')
    printed('warn')
  })

  it('captures what a server failed with, without what it said', async () => {
    const memory = start()
    const loader = throwing(
      new Response('order of Ada Lovelace', { status: 503, statusText: 'Service Unavailable' }),
    )
    const { router } = await show({ loader, element: 'never' })
    await act(async () => router.navigate('/fails/7'))
    const event = await memory.captured()
    expect(captured(event)).toEqual({
      type: 'ErrorResponse',
      value: '503 Service Unavailable',
      mechanism: MECHANISM,
    })
    expect(memory.envelopes.join()).not.toContain('Ada')
    expect(shownId).toBe(event.event_id)
    printed('error')
    printed('warn')
  })

  it('captures what it is told to capture, and nothing else', async () => {
    const { client, events } = start()
    const shouldCapture = (error: unknown) => (error as Partial<Response>).status === 404
    const { router } = await show(
      {
        loader: ({ params }: { params: { id?: string } }) => {
          throw params.id === '1'
            ? new Error('of no interest')
            : new Response('', { status: 404, statusText: 'Not Found' })
        },
        element: 'never',
      },
      { options: { shouldCapture } },
    )
    await act(async () => router.navigate('/fails/1'))
    await act(async () => router.navigate('/fails/2'))
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['404 Not Found'])
    printed('error')
    printed('warn')
  })

  it.skipIf(version === '6').each(roots)(
    'captures in onError what fails, once, with components, in %s',
    async (_root, rootOptions) => {
      const { client, events } = start()
      const Broken = () => <Failing error="broken text" />
      const router = createMemoryRouter([
        { path: '/', element: 'home' },
        { path: '/loads', loader: throwing(new Error('not loaded')), errorElement: <Failed /> },
        { path: '/renders', element: <Broken />, errorElement: <Failed /> },
      ])
      onTestFinished(() => router.dispose())
      const onError = vi.fn(captureRouteError)
      await render(<RouterProvider router={router} onError={onError} />, rootOptions())
      await act(async () => router.navigate('/loads'))
      await act(async () => router.navigate('/renders'))
      await client.flush()
      expect(onError).toHaveBeenCalledTimes(2)
      expect(events.map((event) => captured(event).value)).toEqual(['not loaded', 'broken text'])
      expect(captured(events[0]).mechanism).toMatchObject(MECHANISM)
      expect(events[1]?.tags).toMatchObject({ 'react.component': 'Failing' })
      printed('error')
      printed('warn')
    },
  )
})

describe.skipIf(major < 19)('with TanStack Router', () => {
  async function show(route: object, routerOptions = {}, rootOptions: RootOptions = {}) {
    const root = createRootRoute()
    const errorComponent = ({ error }: { error: unknown }) => <Sorry error={error} />
    const routeTree = root.addChildren([
      createRoute({ getParentRoute: () => root, path: '/', component: () => 'home' }),
      createRoute({ getParentRoute: () => root, path: '/fails/$id', errorComponent, ...route }),
    ])
    const history = createMemoryHistory({ initialEntries: ['/'] })
    const router = createRouter({ routeTree, history, ...routerOptions })
    const page = await render(
      <StrictMode>
        <TanStackProvider router={router} />
      </StrictMode>,
      rootOptions,
    )
    await act(async () => router.navigate({ to: '/fails/1' } as never))
    return page
  }

  describe.each(roots)('in %s', (_root, rootOptions) => {
    it.each([
      ['loader', (error: unknown) => ({ loader: throwing(error) })],
      ['component', (error: unknown) => ({ component: () => <Failing error={error} /> })],
    ])('captures what a %s fails with once', async (_where, routeOf) => {
      for (const error of [new Error('broken'), 'a text']) {
        const { client, events } = start()
        const page = await show(routeOf(error), {}, rootOptions())
        expect(page.text()).toContain('sorry')
        await client.flush()
        expect(events).toHaveLength(1)
        expect(captured(events[0])).toMatchObject({
          value: typeof error === 'string' ? error : error.message,
          mechanism: { handled: true },
        })
        expect(shownId).toBe(events[0]?.event_id)
        await client.close(100)
      }
      printed('error')
      printed('warn')
    })
  })

  it('captures in defaultOnCatch, with components', async () => {
    const memory = start()
    const Broken = () => <Failing error={new Error('broken')} />
    await show({ component: Broken }, { defaultOnCatch: captureRouteError })
    const event = await memory.captured()
    expect(captured(event)).toMatchObject({ value: 'broken', mechanism: MECHANISM })
    expect(event.tags).toMatchObject({ 'react.component': 'Failing' })
    await memory.client.flush()
    expect(memory.events).toHaveLength(1)
    printed('error')
    printed('warn')
  })
})

class Boundary extends Component<{ children: ReactNode }> {
  override state: { error?: unknown } = {}
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    return 'error' in this.state ? <Sorry error={this.state.error} /> : this.props.children
  }
}

describe('useCapturedRouteError', () => {
  it.each(thrown)('captures %s that is shown once', async (_what, make, value) => {
    const { client, events } = start()
    const error = make()
    await render(
      <StrictMode>
        <Boundary>
          <Failing error={error} />
        </Boundary>
      </StrictMode>,
    )
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual([value])
    expect(shownId).toBe(events[0]?.event_id)
    printed('warn')
  })

  it('captures nothing where there is no error', async () => {
    const { client, events } = start()
    await render(<Sorry error={undefined} />)
    await client.flush()
    expect(events).toEqual([])
  })

  it('has no id of what the program has captured itself', async () => {
    const { client, events } = start()
    const error = new Error('known')
    client.captureException(error)
    await render(<Sorry error={error} />)
    await client.flush()
    expect(events).toHaveLength(1)
    expect(shownId).toBeUndefined()
  })

  it('has the same id when the same error is shown again', async () => {
    const { client, events } = start()
    const error = new Error('shown')
    const page = await render(<Sorry key="1" error={error} />)
    const first = shownId
    await page.render(<Sorry key="2" error={error} />)
    await client.flush()
    expect(events).toHaveLength(1)
    expect([first, shownId]).toEqual([events[0]?.event_id, events[0]?.event_id])
  })

  it('never has the id of an earlier error', async () => {
    const { client, events } = start()
    const shown: [string, string | undefined][] = []
    const Page = ({ error }: { error: Error }) => {
      shown.push([error.message, useCapturedRouteError(error)])
      return null
    }
    const page = await render(<Page error={new Error('first')} />)
    await page.render(<Page error={new Error('second')} />)
    await client.flush()
    expect(shown).toEqual([
      ['first', undefined],
      ['first', events[0]?.event_id],
      ['second', undefined],
      ['second', events[1]?.event_id],
    ])
  })

  it('captures when the option fails', async () => {
    const memory = start()
    const shouldCapture = () => {
      throw new Error('in the option')
    }
    await render(<Sorry error={new Error('shown')} options={{ shouldCapture }} />)
    expect(captured(await memory.captured()).value).toBe('shown')
  })

  it('sends to the client of the provider', async () => {
    const { client, events } = start()
    const captureException = vi.fn(() => 'its id')
    const other = { ...client, getScope: client.getScope, captureException }
    await render(
      <MaydayProvider client={other as never}>
        <Sorry error={new Error('of a widget')} />
      </MaydayProvider>,
    )
    await client.flush()
    expect(captureException).toHaveBeenCalledOnce()
    expect(events).toEqual([])
  })

  it('leaves what a boundary of ours has caught to that', async () => {
    const { client, events } = start()
    await render(
      <ErrorBoundary fallback={({ error }) => <Sorry error={error} />}>
        <Failing error={new Error('caught')} />
      </ErrorBoundary>,
    )
    await client.flush()
    expect(events.map((event) => captured(event).mechanism?.type)).toEqual([
      'auto.function.react.error_boundary',
    ])
  })
})

describe('captureRouteError', () => {
  it('captures an error once, and gives its id each time', async () => {
    const memory = start()
    const error = new Error('told twice')
    const ids = [captureRouteError(error), captureRouteError(error)]
    const { event_id } = await memory.captured()
    expect(ids).toEqual([event_id, event_id])
    await memory.client.flush()
    expect(memory.events).toHaveLength(1)
  })

  it.each([
    ["TanStack Router's notFound()", notFound()],
    ['an answer', new Response('', { status: 410 })],
    ['nothing', undefined],
  ])('captures nothing of %s', async (_what, error) => {
    const { client, events } = start()
    expect(captureRouteError(error)).toBeUndefined()
    await client.flush()
    expect(events).toEqual([])
  })
})
