// @vitest-environment jsdom
import { createMemoryReceiver, parseEnvelope } from '@mayday/core/testing'
import {
  createClient,
  createRootOptions,
  ErrorBoundary,
  init,
  type RootErrorHandlers,
  type RootErrorInfo,
  reactErrorHandler,
} from '@mayday/react'
import { Component, type ReactNode, StrictMode, version } from 'react'
import { hydrateRoot, type RootOptions } from 'react-dom/client'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { act, captured, Failing, major, render, renderOutsideTests, start } from './setup.js'

const MECHANISM = 'auto.function.react.error_handler'

class ForeignBoundary extends Component<{ children: ReactNode }> {
  override state = { hasFailed: false }
  static getDerivedStateFromError() {
    return { hasFailed: true }
  }
  override render(): ReactNode {
    return this.state.hasFailed ? 'foreign fallback' : this.props.children
  }
}

class Named extends ForeignBoundary {
  static displayName = 'Known by another name'
}

function FailingAnew(): ReactNode {
  throw new Error('new each time')
}

function Failed({ message = 'too far' }): ReactNode {
  return <Failing error={new RangeError(message)} />
}

/** All three handlers, each with a name of its own for what it is told. */
function handlers(callback?: (error: unknown, info: RootErrorInfo, eventId: string) => void) {
  return {
    onUncaughtError: reactErrorHandler(callback),
    onCaughtError: reactErrorHandler(callback),
    onRecoverableError: reactErrorHandler(callback),
  }
}

/** What React prints is compared elsewhere in this file. */
function quiet(): void {
  printed('warn')
  printed('error')
}

/** A page that shows something else than the server has sent. */
async function hydrate(options: RootOptions): Promise<void> {
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = '<p>from the server</p>'
  const root = await act(async () => hydrateRoot(container, <p>from the page</p>, options))
  expect(container.textContent).toBe('from the page')
  await act(async () => root.unmount())
}

/** What roots do that get options of this kind. */
const kinds: [string, () => RootErrorHandlers][] = [
  ['createRootOptions()', () => createRootOptions()],
  ['reactErrorHandler()', () => handlers()],
]

describe.skipIf(major < 19).each(kinds)('%s', (_kind, options) => {
  it('captures what no boundary catches as unhandled, with its components', async () => {
    const { client, events } = start()
    renderOutsideTests(<Failed />, options())
    quiet()
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      type: 'RangeError',
      value: 'too far',
      mechanism: { type: MECHANISM, handled: false, exception_id: 0 },
    })
    const components = events[0]?.exception?.values?.at(-2)
    expect(components).toMatchObject({
      type: 'React ErrorBoundary RangeError',
      mechanism: { type: 'chained', source: 'cause', exception_id: 1, parent_id: 0 },
    })
    expect(components?.stacktrace?.frames?.at(-1)?.function).toBe('Failing')
    expect(events[0]?.contexts?.react).toEqual({ version })
    expect(events[0]?.tags).toEqual({ 'react.component': 'Failing' })
  })

  it('tells who created the failing components, in frames of their own', async () => {
    const { client, events } = start()
    renderOutsideTests(<Failed />, options())
    await render(
      <ErrorBoundary>
        <Failed message="farther" />
      </ErrorBoundary>,
      options(),
    )
    quiet()
    await client.flush()
    expect(events).toHaveLength(2)
    for (const event of events) {
      const [owners, components] = event.exception?.values ?? []
      expect(owners).toMatchObject({
        type: 'React Owners RangeError',
        mechanism: { type: 'chained', source: 'cause', exception_id: 2, parent_id: 1 },
      })
      expect(components?.type).toBe('React ErrorBoundary RangeError')
      expect(owners?.stacktrace?.frames?.at(-1)).toMatchObject({
        function: 'Failed',
        filename: expect.stringContaining('root-handlers.test.tsx'),
        lineno: expect.any(Number),
      })
    }
  })

  it('captures what a boundary of another make catches as handled', async () => {
    const { client, events } = start()
    const page = await render(
      <ForeignBoundary>
        <Failed />
      </ForeignBoundary>,
      options(),
    )
    quiet()
    expect(page.text()).toBe('foreign fallback')
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0]).mechanism).toMatchObject({ type: MECHANISM, handled: true })
  })

  it.each(['a text', 7, null, Object.freeze(new Error('cold'))])(
    'captures what our boundary has caught once, as its: %s',
    async (thrown) => {
      const { client, events } = start()
      await render(
        <ErrorBoundary fallback={<p>sorry</p>}>
          <Failing error={thrown} />
        </ErrorBoundary>,
        options(),
      )
      quiet()
      await client.flush()
      expect(events).toHaveLength(1)
      expect(captured(events[0]).mechanism).toMatchObject({
        type: 'auto.function.react.error_boundary',
        handled: true,
      })
    },
  )

  it.each(['a text', 7, null, Object.freeze(new Error('cold'))])(
    'captures what nobody catches once, though React reports it to the page: %s',
    async (thrown) => {
      const { client, events } = start()
      renderOutsideTests(<Failing error={thrown} />, options())
      quiet()
      await client.flush()
      expect(events.map((event) => captured(event).mechanism?.type)).toEqual([MECHANISM])
    },
  )

  it('captures each failure once in StrictMode', async () => {
    const { client, events } = start()
    renderOutsideTests(
      <StrictMode>
        <FailingAnew />
      </StrictMode>,
      options(),
    )
    await render(
      <StrictMode>
        <ForeignBoundary>
          <Failing error={new Error('in a boundary')} />
        </ForeignBoundary>
      </StrictMode>,
      options(),
    )
    quiet()
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['new each time', 'in a boundary'])
  })

  it('captures what React recovers from by itself as a warning', async () => {
    const { client, events } = start()
    await hydrate(options())
    quiet()
    await client.flush()
    expect(events).toHaveLength(1)
    expect(events[0]?.level).toBe('warning')
    expect(captured(events[0]).value).toMatch(/hydrat/i)
    expect(captured(events[0]).mechanism).toMatchObject({ type: MECHANISM, handled: true })
  })

  it('captures what React got over at the second attempt, with what it was', async () => {
    const { client, events } = start()
    let attempts = 0
    function Once(): ReactNode {
      if (attempts++ === 0) throw new RangeError('at first')
      return 'got over it'
    }
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = 'got over it'
    const root = await act(async () => hydrateRoot(container, <Once />, options()))
    expect(container.textContent).toBe('got over it')
    quiet()
    await client.flush()
    await act(async () => root.unmount())
    expect(events.map(({ level }) => level)).toEqual(['warning'])
    const titles = events[0]?.exception?.values?.map(({ type, value }) => `${type}: ${value}`)
    expect(titles?.slice(-3)).toEqual([
      expect.stringMatching(/^React ErrorBoundary Error/),
      'RangeError: at first',
      expect.stringMatching(/^Error: There was an error while hydrating/),
    ])
  })

  it('prints and reports what React does without it', async () => {
    const play = async (own: RootOptions) => {
      const reported: unknown[] = []
      const note = (event: ErrorEvent) => reported.push([event.message, String(event.error)])
      addEventListener('error', note)
      for (const Boundary of [
        ForeignBoundary,
        Named,
        ErrorBoundary as never as typeof ForeignBoundary,
      ]) {
        renderOutsideTests(
          <Boundary>
            <Failed />
          </Boundary>,
          own,
        )
      }
      for (const node of [<Failed key="0" />, <Failing key="1" error="a text" />]) {
        renderOutsideTests(node, own)
      }
      await hydrate(own)
      removeEventListener('error', note)
      const calls = (['error', 'warn'] as const).map((level) =>
        vi
          .mocked(console[level])
          .mock.calls.splice(0)
          .map((args) => args.map(String)),
      )
      return { calls, reported }
    }
    start()
    const without = await play({})
    expect(without.calls.flat().length).toBeGreaterThan(5)
    expect(await play(options())).toEqual(without)
  })

  it('works before init', () => {
    const reported = vi.fn()
    addEventListener('error', reported)
    renderOutsideTests(<Failed />, options())
    removeEventListener('error', reported)
    quiet()
    expect(reported).toHaveBeenCalledOnce()
  })
})

describe.skipIf(major < 19)('createRootOptions', () => {
  it('calls your handlers instead of what React does, and captures first', async () => {
    const { client, events } = start()
    const own = { onCaughtError: vi.fn(), onUncaughtError: vi.fn(), onRecoverableError: vi.fn() }
    const options = createRootOptions(own)
    const error = new Error('caught')
    await render(
      <ForeignBoundary>
        <Failing error={error} />
      </ForeignBoundary>,
      options,
    )
    renderOutsideTests(<Failed />, options)
    await hydrate(options)
    expect(own.onCaughtError.mock.calls).toEqual([
      [
        error,
        expect.objectContaining({
          componentStack: expect.stringContaining('at Failing'),
          errorBoundary: expect.any(ForeignBoundary),
        }),
      ],
    ])
    expect(own.onUncaughtError).toHaveBeenCalledOnce()
    expect(own.onRecoverableError).toHaveBeenCalledOnce()
    await client.flush()
    expect(events.map(({ level }) => level)).toEqual(['error', 'error', 'warning'])
  })

  it('sends to the client that it is given', async () => {
    const page = start()
    const memory = createMemoryReceiver()
    const client = createClient({ ...memory.options })
    renderOutsideTests(<Failed />, createRootOptions({ client }))
    quiet()
    expect(captured(await memory.captured()).value).toBe('too far')
    await page.client.flush()
    expect(page.events).toEqual([])
    await client.close(1)
  })
})

describe.skipIf(major < 19)('reactErrorHandler', () => {
  it('calls back with the error, what React told, and the id; then the error is handled', async () => {
    const memory = start()
    const error = new Error('told')
    const callback = vi.fn()
    renderOutsideTests(<Failing error={error} />, handlers(callback))
    const event = await memory.captured()
    expect(callback.mock.calls).toEqual([
      [
        error,
        expect.objectContaining({ componentStack: expect.stringContaining('at Failing') }),
        event.event_id,
      ],
    ])
    expect(captured(event).mechanism).toMatchObject({ type: MECHANISM, handled: true })
  })

  it('calls back for what our boundary has caught, with the one id of both', async () => {
    const { client, events } = start()
    const [callback, onError] = [vi.fn(), vi.fn()]
    await render(
      <ErrorBoundary fallback={<p>sorry</p>} onError={onError}>
        <Failing error="a text" />
      </ErrorBoundary>,
      handlers(callback),
    )
    await client.flush()
    expect(events).toHaveLength(1)
    expect(callback.mock.lastCall?.[2]).toBe(events[0]?.event_id)
    expect(onError.mock.lastCall?.[2]).toBe(events[0]?.event_id)
  })

  it('captures an error without components, as React tells of some', async () => {
    const memory = start()
    reactErrorHandler()(new Error('nowhere'), {})
    reactErrorHandler()(new Error('still nowhere'), { componentStack: null })
    quiet()
    expect((await memory.captured()).exception?.values).toHaveLength(1)
    expect((await memory.captured()).exception?.values).toHaveLength(1)
  })
})

describe.skipIf(major < 19)('without our handlers', () => {
  it('an error that nobody catches comes through the window, once', async () => {
    const { client, events } = start()
    renderOutsideTests(<Failed />, {})
    quiet()
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0]).mechanism).toEqual({
      type: 'auto.browser.global_handlers.onerror',
      handled: false,
    })
  })
})

describe('init', () => {
  it('says who sends: this package, and the one below', async () => {
    const memory = start()
    memory.client.captureMessage('who')
    const event = await memory.captured()
    expect(event.platform).toBe('javascript')
    expect(event.sdk).toMatchObject({
      name: 'mayday.javascript.react',
      version: '0.1.0',
      packages: [
        { name: 'npm:@mayday/react', version: '0.1.0' },
        { name: 'npm:@mayday/browser', version: '0.1.0' },
      ],
      integrations: ['Breadcrumbs', 'GlobalHandlers', 'Dedupe', 'HttpContext'],
    })
    expect(parseEnvelope(memory.envelopes[0] ?? '').headers).toMatchObject({
      sdk: { name: 'mayday.javascript.react', version: '0.1.0' },
    })
  })

  it('says so in the address of its requests too', async () => {
    const memory = createMemoryReceiver()
    let url = ''
    const client = init({
      dsn: memory.options.dsn,
      transport(options) {
        url = options.url
        return memory.options.transport()
      },
    })
    expect(new URL(url).searchParams.get('sentry_client')).toBe('mayday.javascript.react/0.1.0')
    await client.close()
  })
})
