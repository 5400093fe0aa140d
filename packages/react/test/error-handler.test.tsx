// @vitest-environment jsdom

import { createMemoryReceiver, parseEnvelope } from '@mayday/core/testing'
import { ErrorBoundary, init, type RootErrorInfo, reactErrorHandler } from '@mayday/react'
import { act, Component, type ReactNode, StrictMode, version } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, Failing, render, renderOutsideTests, start } from './setup.js'

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

function FailingAnew(): ReactNode {
  throw new Error('new each time')
}

/** All three handlers, each with a name of its own for what it is told. */
function handlers(callback?: (error: unknown, info: RootErrorInfo, eventId: string) => void) {
  return {
    onUncaughtError: reactErrorHandler(callback),
    onCaughtError: reactErrorHandler(callback),
    onRecoverableError: reactErrorHandler(callback),
  }
}

describe('reactErrorHandler', () => {
  it('captures what no boundary catches as unhandled, with its components', async () => {
    const { client, events } = start()
    renderOutsideTests(<Failing error={new RangeError('uncaught')} />, handlers())
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({
      type: 'RangeError',
      value: 'uncaught',
      mechanism: { type: MECHANISM, handled: false, exception_id: 0 },
    })
    const [components] = events[0]?.exception?.values ?? []
    expect(components).toMatchObject({
      type: 'React ErrorBoundary RangeError',
      mechanism: { type: 'chained', source: 'cause', exception_id: 1, parent_id: 0 },
    })
    expect(components?.stacktrace?.frames?.at(-1)?.function).toBe('Failing')
    expect(events[0]?.contexts?.react).toEqual({ version })
  })

  it('captures what a boundary of another make catches as handled', async () => {
    const { client, events } = start()
    const page = await render(
      <ForeignBoundary>
        <Failing error={new Error('caught elsewhere')} />
      </ForeignBoundary>,
      handlers(),
    )
    expect(page.text()).toBe('foreign fallback')
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0]).mechanism).toMatchObject({ type: MECHANISM, handled: true })
  })

  it('leaves to our boundary what that has caught: one event', async () => {
    const { client, events } = start()
    const callback = vi.fn()
    await render(
      <ErrorBoundary fallback={<p>sorry</p>}>
        <Failing error={new Error('caught here')} />
      </ErrorBoundary>,
      handlers(callback),
    )
    await client.flush()
    expect(events).toHaveLength(1)
    expect(captured(events[0]).mechanism?.type).toBe('auto.function.react.error_boundary')
    expect(callback).not.toHaveBeenCalled()
  })

  it.each(['a text', 7, null])('leaves it alone even when %j was thrown', async (thrown) => {
    const { client, events } = start()
    await render(
      <ErrorBoundary fallback={<p>sorry</p>}>
        <Failing error={thrown} />
      </ErrorBoundary>,
      handlers(),
    )
    await client.flush()
    expect(events).toHaveLength(1)
  })

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

  it('captures each failure once in StrictMode', async () => {
    const { client, events } = start()
    renderOutsideTests(
      <StrictMode>
        <FailingAnew />
      </StrictMode>,
      handlers(),
    )
    await render(
      <StrictMode>
        <ForeignBoundary>
          <Failing error={new Error('in a boundary')} />
        </ForeignBoundary>
      </StrictMode>,
      handlers(),
    )
    printed('warn')
    await client.flush()
    expect(events.map((event) => captured(event).value)).toEqual(['new each time', 'in a boundary'])
  })

  it('captures what React recovers from by itself', async () => {
    const { client, events } = start()
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = '<p>from the server</p>'
    const root = await act(async () =>
      hydrateRoot(container, <p>from the page</p>, {
        onRecoverableError: reactErrorHandler(),
      }),
    )
    expect(container.textContent).toBe('from the page')
    await client.flush()
    await act(async () => root.unmount())
    expect(events).toHaveLength(1)
    expect(captured(events[0]).value).toMatch(/hydrat/i)
    expect(captured(events[0]).mechanism).toMatchObject({ type: MECHANISM, handled: false })
  })

  it('captures an error without components, as React tells of some', async () => {
    const memory = start()
    reactErrorHandler()(new Error('nowhere'), {})
    reactErrorHandler()(new Error('still nowhere'), { componentStack: null })
    expect((await memory.captured()).exception?.values).toHaveLength(1)
    expect((await memory.captured()).exception?.values).toHaveLength(1)
  })

  it('works before init, and calls back all the same', async () => {
    const callback = vi.fn()
    renderOutsideTests(<Failing error={new Error('early')} />, handlers(callback))
    expect(callback).toHaveBeenCalledOnce()
    expect(callback.mock.calls[0]?.[2]).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('without our handlers', () => {
  it('an error that nobody catches comes through the window, once', async () => {
    const { client, events } = start()
    const error = new Error('through the window')
    renderOutsideTests(<Failing error={error} />, {
      // What React does unless told otherwise.
      onUncaughtError: (uncaught) => {
        globalThis.dispatchEvent(new ErrorEvent('error', { error: uncaught }))
      },
    })
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
